using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using AiSre.Tests.Remediation.Proof;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Hostile;

/// <summary>Nothing that a kustomization names elsewhere is fetched: not by AiSre, and not by Kustomize.</summary>
public sealed class RemoteResourcesTests : IDisposable
{
    private const string Folder = "apps/checkout";
    private readonly Proving _proving = new();

    private Planning Planner => _proving.Planning;

    public void Dispose() => _proving.Dispose();

    [Theory]
    [InlineData("https://example.com/base.yaml")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ssh://git@example.com/a/b")]
    [InlineData("git@example.com:a/b.git")]
    [InlineData("git::https://example.com/a/b")]
    [InlineData("gh:a/b")]
    [InlineData("github.com/a/b")]
    [InlineData("GitHub.com/a/b")]
    [InlineData("gitlab.example/a/b.git//folder")]
    [InlineData("example.com/a/_git/b")]
    [InlineData("example.com/a/b?ref=main")]
    public async Task An_address_is_never_taken_for_a_folder_even_where_there_is_one(string address)
    {
        Planner.Tree[$"{Folder}/kustomization.yaml"] = $"resources: [deployment.yaml, '{address}']\n";
        Planner.Tree[$"{Folder}/deployment.yaml"] = Planning.Deployment("checkout");
        Planner.Tree[$"{Folder}/{address}/kustomization.yaml"] = "resources: [x.yaml]\n";

        await UnprovenAsync($"{address} in {Folder}/kustomization.yaml cannot be rendered here.");
        Assert.DoesNotContain(Planner.Tree.Read, path => path.Contains(address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_component_elsewhere_leaves_the_change_unproven()
    {
        Planner.Tree[$"{Folder}/kustomization.yaml"] = "resources: [deployment.yaml]\ncomponents: ['https://example.com/x']\n";
        Planner.Tree[$"{Folder}/deployment.yaml"] = Planning.Deployment("checkout");

        await UnprovenAsync($"https://example.com/x in {Folder}/kustomization.yaml cannot be rendered here.");
    }

    [Theory]
    [InlineData("configMapGenerator: [{name: a, files: ['x=https://example.com/x']}]\n")]
    [InlineData("secretGenerator: [{name: a, envs: ['http://169.254.169.254/x']}]\n")]
    [InlineData("crds: ['https://example.com/x']\n")]
    [InlineData("configurations: ['https://example.com/x']\n")]
    [InlineData("openapi: {path: 'https://example.com/x'}\n")]
    public async Task Files_of_other_kinds_that_lie_elsewhere_keep_Kustomize_from_being_run(string key)
    {
        Assert.SkipUnless(new KustomizeProgram().IsAvailable, "Neither kustomize nor kubectl is on the path.");
        Planner.Tree[$"{Folder}/kustomization.yaml"] = "resources: [deployment.yaml]\n" + key;
        Planner.Tree[$"{Folder}/deployment.yaml"] = Planning.Deployment("checkout");

        await UnprovenAsync("and AiSre fetches nothing; keep a copy of it in the repository.");
    }

    [Fact]
    public async Task An_address_that_is_only_a_value_is_fine()
    {
        Assert.SkipUnless(new KustomizeProgram().IsAvailable, "Neither kustomize nor kubectl is on the path.");
        Planner.Tree[$"{Folder}/kustomization.yaml"] = "resources: [deployment.yaml]\nconfigMapGenerator: [{name: a, literals: ['URL=https://example.com/x']}]\n";
        Planner.Tree[$"{Folder}/deployment.yaml"] = Planning.Deployment("checkout");

        Assert.Equal(ProofState.Proven, (await ProveAsync()).Checks[0].State);
    }

    private async Task UnprovenAsync(string ending)
    {
        var check = (await ProveAsync()).Checks[0];
        Assert.Equal(ProofState.Unproven, check.State);
        Assert.EndsWith(ending, check.Sentence, StringComparison.Ordinal);
    }

    private Task<ProposalProof> ProveAsync()
    {
        var file = new FileChange($"{Folder}/deployment.yaml", Planning.Deployment("checkout"), Planning.Deployment("checkout", Planning.Fixed), []);
        return _proving.ProveAsync(Planning.PlanOf(file));
    }
}
