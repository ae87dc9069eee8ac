using AiSre.GitHub;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.Checks;
using AiSre.Remediation.Solutions;
using AiSre.Tests.Remediation.Proof;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>From the commit that brought a fault to the files that put it back, and the proof that they do.</summary>
public sealed class PlanRevertTests : IDisposable
{
    private const string File = "apps/checkout/deployment.yaml";
    private const string Other = "docs/README.md";
    private const string Name = "fedcba9 “Release 1.4.2”";

    private readonly Proving _proving = new() { Checks = [new NothingElseCheck(), new AsMeantCheck(), new InverseCheck()] };
    private readonly MemoryTree _before = new();
    private readonly MemoryTree _made = new();
    private string[] _parents = ["1111111111111111111111111111111111111111"];

    public PlanRevertTests()
    {
        Planner.Solve("revert-commit: {}");
        Was(File, Planning.Deployment("checkout", "registry-a.example/shop/checkout:1.4.1"));
        Made(File, Planning.Deployment("checkout"));
    }

    public void Dispose() => _proving.Dispose();

    private Planning Planner => _proving.Planning;

    [Fact]
    public async Task What_the_commit_changed_is_put_back_and_proven_to_be_its_exact_opposite()
    {
        var plan = await RevertAsync();

        var file = Assert.Single(plan.Files);
        Assert.Equal((File, Planning.Deployment("checkout"), Planning.Deployment("checkout", "registry-a.example/shop/checkout:1.4.1")), (file.Path, file.Before, file.After));
        Assert.Equal([$"{File}: as it was before commit {Name}"], file.Edits);
        var proof = await ProveAsync(plan);
        Assert.All(proof.Checks, check => Assert.Equal(ProofState.Proven, check.State));
        Assert.Equal("The change does exactly the opposite of what commit fedcba9 did: 1 field of 1 object.", proof.Checks[^1].Sentence);
        Assert.Equal("\"registry-a.example/shop/checkout:1.4.1\"", Assert.Single(Assert.Single(proof.Changes).Fields).After);
    }

    [Fact]
    public async Task Files_that_the_commit_added_go_and_those_that_it_took_away_come_back()
    {
        const string New = "apps/checkout/policy.yaml";
        const string Gone = "apps/checkout/settings.yaml";
        Made(New, "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\n");
        Was(Gone, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");

        var plan = await RevertAsync();

        Assert.Equal([(File, false, false), (New, false, true), (Gone, true, false)], plan.Files.Select(file => (file.Path, file.IsNew, file.IsRemoved)));
        Assert.Equal($"{New}: removed, since it was not there before commit {Name}", Assert.Single(plan.Files[1].Edits));
        Assert.Equal("The change does exactly the opposite of what commit fedcba9 did: 3 fields of 3 objects.", (await ProveAsync(plan)).Checks[^1].Sentence);
    }

    [Fact]
    public async Task What_the_application_does_not_use_stays_and_is_named()
    {
        Made(Other, "new\n");

        Assert.Equal($"left as that commit made them, since argocd/shop does not use them: {Other}", Assert.Single((await RevertAsync()).Files).Edits[^1]);

        Planner.Solve("revert-commit: {whole: true}");
        Assert.Equal([File, Other], (await RevertAsync()).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_shared_base_that_the_application_uses_is_put_back()
    {
        foreach (var tree in new[] { _before, _made, Planner.Tree })
        {
            tree["apps/checkout/kustomization.yaml"] = "resources: [../../base]\n";
            tree["base/kustomization.yaml"] = "resources: [web.yaml]\n";
        }

        Was("base/web.yaml", Planning.Deployment("web", "a:1"));
        Made("base/web.yaml", Planning.Deployment("web", "a:2"));

        Assert.Contains("base/web.yaml", (await RevertAsync()).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_later_change_of_the_same_file_is_named_and_nothing_is_put_back()
    {
        Planner.Tree[File] = Planning.Deployment("checkout", "registry-a.example/shop/checkout:1.4.3");

        Assert.Equal(
            $"Commit {Name} is not reverted, because {File} was changed since by aaaaaaa “Hotfix”; put back by hand what is wrong there.",
            await RefusalAsync());
    }

    [Fact]
    public async Task What_is_put_back_already_is_no_change()
    {
        Planner.Tree[File] = Planning.Deployment("checkout", "registry-a.example/shop/checkout:1.4.1");

        Assert.StartsWith($"Already fixed on the branch: {File} is at commit 0123456 as before commit {Name}", Assert.IsType<SolutionPlan.NothingToChange>(await Planner.PlanAsync(Target())).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_with_changes_of_others_needs_leave_to_be_put_back_whole()
    {
        Made(Other, "new\n");
        _parents = ["1111111111111111111111111111111111111111", "2222222222222222222222222222222222222222"];

        Assert.Equal($"Commit {Name} is a merge that also changed {Other}, which argocd/shop does not use; revert it by hand, or allow all of it with 'whole: true' in the runbook.", await RefusalAsync());
        Planner.Solve("revert-commit: {whole: true}");
        Assert.Equal(2, (await RevertAsync()).Files.Length);
    }

    [Fact]
    public async Task A_commit_of_others_alone_and_one_of_too_many_files_are_refused()
    {
        for (var number = 0; number < 10; number++)
        {
            Made($"apps/checkout/{number}.yaml", "{}\n");
        }

        Assert.Equal($"Commit {Name} changed 11 files, and the runbook allows 10; revert it by hand, or raise 'at-most-files' in the runbook.", await RefusalAsync());
        Planner.Source = Planner.Source with { Path = "apps/other" };
        Assert.Contains("and nothing that argocd/shop uses; revert it by hand, or allow all of it with 'whole: true'", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_files_than_are_listed_are_refused() =>
        Assert.Contains("changed more files than GitHub lists", Assert.IsType<SolutionPlan.Refused>(await Planner.PlanAsync(Target(isCut: true))).Sentence, StringComparison.Ordinal);

    [Fact]
    public async Task A_binary_and_a_large_file_are_refused()
    {
        Made("apps/checkout/logo.yaml", "a\0b");
        Assert.Contains("changed apps/checkout/logo.yaml, which is no text", await RefusalAsync(), StringComparison.Ordinal);

        _made["apps/checkout/logo.yaml"] = "a";
        _made.Sizes["apps/checkout/logo.yaml"] = 100L << 20;
        Assert.Contains("apps/checkout/logo.yaml, which has 102400 KB, and AiSre puts back no file over 4096 KB", await RefusalAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("apps/checkout/logo.yaml", _made.Read.TakeLast(1));
    }

    [Fact]
    public async Task A_path_that_is_no_file_before_or_after_is_refused()
    {
        var target = Target();
        target = target with { Commit = target.Commit! with { Changes = target.Commit.Changes with { Paths = ["apps/checkout/link", File] } } };

        Assert.Contains("changed something other than the text of apps/checkout/link, such as its mode, a symbolic link or a submodule", await Planner.RefusalAsync(target), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader}\nrules: []\n", "Role reader")]
    [InlineData("{{- if .Values.rbac }}\nkind: ClusterRole\n{{- end }}\n", "ClusterRole")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: login}}\n", "Secret login")]
    public async Task What_no_runbook_may_change_is_not_put_back_either(string text, string named)
    {
        Made("apps/checkout/rights.yaml", text);

        Assert.Equal($"Commit {Name} also changed {named} in apps/checkout/rights.yaml, which no runbook may; revert it by hand.", await RefusalAsync());
    }

    [Fact]
    public async Task Without_a_known_commit_nothing_is_put_back() => Assert.Equal(
        "No commit can be reverted, since it was changed on the cluster; make the change by hand, or give the incident another runbook.",
        await Planner.RefusalAsync(Planner.Target() with { WhyNoCommit = "it was changed on the cluster" }));

    [Fact]
    public async Task What_comes_to_more_or_less_than_the_opposite_is_refuted()
    {
        Made("apps/checkout/other.yaml", Planning.Deployment("other", "a:2"));
        Was("apps/checkout/other.yaml", Planning.Deployment("other", "a:1"));
        var plan = await RevertAsync();

        var less = (await ProveAsync(plan with { Files = [plan.Files[0]] })).Checks[^1];
        var more = (await ProveAsync(plan with { Files = [plan.Files[0], plan.Files[1] with { After = plan.Files[1].After + "  paused: true\n" }] })).Checks[^1];

        Assert.Equal((ProofState.Refuted, "The change would not put back Deployment/other spec.template.spec.containers[app].image, which commit fedcba9 changed: another place in Git decides by now."), (less.State, less.Sentence));
        Assert.Equal((ProofState.Refuted, "The change would also touch Deployment/other spec.paused, which commit fedcba9 did not change so."), (more.State, more.Sentence));
    }

    [Fact]
    public async Task A_commit_that_changed_nothing_rendered_is_refuted()
    {
        Was(File, "# a comment\n" + Planning.Deployment("checkout"));

        Assert.Equal(ProofState.Refuted, (await ProveAsync(await RevertAsync())).State);
    }

    private void Was(string path, string text) => _before[path] = text;

    private void Made(string path, string text) => Planner.Tree[path] = _made[path] = text;

    private async Task<SolutionPlan.Change> RevertAsync()
    {
        var plan = await Planner.PlanAsync(Target());
        return plan as SolutionPlan.Change ?? throw new Xunit.Sdk.XunitException(plan.ToString());
    }

    private Task<string> RefusalAsync() => Planner.RefusalAsync(Target());

    private Task<ProposalProof> ProveAsync(SolutionPlan.Change plan) =>
        _proving.ProveAsync(plan, Target());

    private SolutionTarget Target(bool isCut = false) => Planner.Target() with
    {
        Commit = new OffendingCommit(
            new CommitChanges(Commit("fedcba9876543210fedcba9876543210fedcba98", "Release 1.4.2\n\nTested.", _parents), [.. Paths()], isCut), _before, _made)
        {
            Source = Planner.Source,
            LaterOf = (_, _) => Task.FromResult<IReadOnlyList<RepositoryCommit>>([Commit("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Hotfix", [])]),
        },
    };

    private IEnumerable<string> Paths() => _before.Files.Concat(_made.Files).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal)
        .Where(path => Text(_before, path) != Text(_made, path));

    private static string? Text(MemoryTree tree, string path) => tree.Files.Any(file => file.Path == path) ? tree[path] : null;

    private static RepositoryCommit Commit(string sha, string message, string[] parents) =>
        new(sha, new Uri($"https://github.example/shop/deploy/commit/{sha}"), "bo", message, DateTimeOffset.UnixEpoch, parents);
}
