using AiSre.Clusters.Objects;
using AiSre.Diagnosis;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.ArgoCd;
using AiSre.Remediation.Proof.Checks;
using AiSre.Remediation.Proof.Helm;
using AiSre.Remediation.Solutions;
using AiSre.Tests.Remediation.Solutions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Remediation.Proof;

/// <summary>Proves changes of a repository in memory against a cluster in memory.</summary>
internal sealed class Proving : IDisposable
{
    private readonly RegistryClient _registries = new(Options.Create(new ProofOptions { AskRegistries = false }));

    private readonly ArgoCdClient _argoCd = new(Options.Create(new ArgoCdOptions()));

    public Proving() => Checks = [new NothingElseCheck(), new AsMeantCheck(), new ImageCheck(_registries)];

    public Planning Planning { get; } = new();

    public MemoryTree Tree => Planning.Tree;

    public List<ProposalCheck> Checks { get; set; }

    /// <summary>What the cluster has.</summary>
    public ObjectCache Cluster { get; } = new();

    /// <summary>The kinds that AiSre may not list.</summary>
    public HashSet<ObjectKind> Forbidden { get; } = [];

    public EvidenceSet Evidence { get; } = new();

    /// <summary>Puts objects of YAML into the cluster.</summary>
    public void Has(params string[] manifests)
    {
        foreach (var json in manifests.SelectMany(manifest => AiSre.Clusters.Objects.Files.YamlToJson.Documents(manifest, problem => Assert.Fail(problem))))
        {
            Cluster.Put(ObjectReader.Read(System.Text.Encoding.UTF8.GetString(json))!);
        }
    }

    public void Dispose()
    {
        _registries.Dispose();
        _argoCd.Dispose();
    }

    public async Task<ProposalProof> ProveAsync(params SolutionTarget[] targets) =>
        await ProveAsync(Assert.IsType<SolutionPlan.Change>(await Planning.PlanAsync(targets)), targets);

    public Task<ProposalProof> ProveAsync(SolutionPlan.Change plan, params SolutionTarget[] targets) =>
        new ProposalProver(new ApplicationRenderer(_argoCd, new HelmProgram(""), (_, _) => Task.FromResult<string?>("v1.31.2")), Checks, _ => new LiveCluster(ListAsync), NullLogger<ProposalProver>.Instance).ProveAsync(
            new ProofSubject("prod", Planning.Solution, targets.Length == 0 ? [Planning.Target()] : targets, plan, Tree) { Evidence = Evidence },
            TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<KubeObject>> ListAsync(ObjectKind kind, string? space, CancellationToken cancellationToken) => Forbidden.Contains(kind)
        ? throw new ProblemException($"AiSre's account may not list {kind.Plural} in cluster prod (403): grant it that right.")
        : Task.FromResult<IReadOnlyList<KubeObject>>([.. Cluster.All().Where(one => one.GetType() == kind.Type && (space is null || one.Metadata.Namespace == space))]);
}
