using AiSre.Clusters.History;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.GitHub;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Origins;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Where a fault came from, through the whole loop: cluster, Argo CD, recorder, GitHub, pull request.</summary>
public sealed class OriginTests(PostgresServer postgres)
{
    private const string File = "apps/checkout/deployment.yaml";
    private const string Image = "spec.template.spec.containers[checkout].image";

    [Fact]
    public async Task The_commit_file_and_line_that_broke_a_workload_are_named_and_stand_in_the_pull_request()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        await RecordedAsync(world);

        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        world.Commit("README.md", "# Shop\n\nOpen.\n", "Say that it is open\n");
        var culprit = world.Commit(File, LoopWorld.Manifest("checkout", "1.1.0"), "Release checkout 1.1.0\n\nTested.\n");
        var origin = (await FoundAsync(world)).Origin!;

        var field = Assert.Single(origin.Fields);
        Assert.Equal(OriginVerdict.Commit, origin.Verdict);
        Assert.Equal((culprit, "release pipeline", "Release checkout 1.1.0"), (field.Commit!.Sha, field.Commit.Author, field.Commit.Message));
        Assert.Equal((File, 16, Image), (field.File, field.Line, field.Field));
        Assert.Equal((LoopWorld.RegistryA + "/shop/checkout:1.0.0", LoopWorld.RegistryA + "/shop/checkout:1.1.0"), (field.Before, field.After));
        Assert.Equal($"{world.Playground.GitHubAddress}acme/shop/blob/{culprit}/{File}#L16", field.LineUrl);
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        await Eventually.BeAsync(async () => await world.PullRequestsAsync() is [{ Body: { } body }]
            && body.Contains($"[{culprit[..7]}]({field.Commit.Url})", StringComparison.Ordinal) && body.Contains($"`{File}:16`", StringComparison.Ordinal));
        Assert.Equal(Assert.Single(await world.PullRequestsAsync()).Body.ReplaceLineEndings(), (await world.ProposalAsync()).Body.ReplaceLineEndings());
    }

    [Fact]
    public async Task Started_after_the_fault_AiSre_learns_from_ReplicaSets_and_Argo_CD_what_it_has_missed()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        world.Break("checkout");
        var culprit = world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, "main");
        await Eventually.BeAsync(() => world.Pods().Any(pod => pod["status"]?["containerStatuses"]?[0]?["state"]?["waiting"] is not null), 30);

        await world.StartAiSreAsync();
        var origin = (await FoundAsync(world)).Origin!;

        var field = Assert.Single(origin.Fields);
        Assert.Equal((OriginVerdict.Commit, culprit, File, 16, Image), (origin.Verdict, field.Commit!.Sha, field.File, field.Line, field.Field));
        Assert.EndsWith(":1.0.0", field.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_past_Git_is_told_as_one()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit(File, LoopWorld.Manifest("checkout", "1.0.0"));
        world.Playground.ArgoCd.CreateApplication(
            "checkout", world.RepoUrl, "apps/checkout", "shop", application => application["spec"]!["syncPolicy"]!["automated"]!["selfHeal"] = false);
        await Eventually.BeAsync(() => world.Application("checkout") is ("Synced", "Healthy", _), 30);
        await world.StartAiSreAsync();
        await RecordedAsync(world);

        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        world.Playground.Cluster.Change(KnownKinds.Deployment, "shop", "checkout", WritePart.Everything, deployment =>
            deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = LoopWorld.RegistryA + "/shop/checkout:9.9.9");
        var origin = (await ToldAsync(world)).Origin!;

        Assert.Equal(OriginVerdict.Cluster, origin.Verdict);
        Assert.Null(Assert.Single(origin.Fields).Commit);
        Assert.Contains("changed on the cluster", origin.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_no_change_brought_has_no_commit()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        await RecordedAsync(world);

        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        world.Playground.NodeImages.Clear();
        foreach (var pod in world.Pods().ToList())
        {
            world.Playground.Cluster.Delete(KnownKinds.Pod, "shop", (string)pod["metadata"]!["name"]!);
        }

        var origin = (await ToldAsync(world)).Origin!;

        Assert.Equal((OriginVerdict.NoChange, 0), (origin.Verdict, origin.Fields.Length));
        Assert.Contains("Nothing about Deployment/shop/checkout has changed", origin.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_GitHub_is_away_the_diagnosis_stands_and_the_commit_is_found_later()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        await RecordedAsync(world);
        world.Playground.GitHubFaults.Add(new GitHubFault(FaultKind.ServerError, 100_000));
        world.Break("checkout");
        var culprit = world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, "main");

        var waiting = await RecordAsync(world, record => record.Problem is not null);
        Assert.Contains("GitHub could not be asked", waiting.Origin!.Statement, StringComparison.Ordinal);
        Assert.Equal(Image, Assert.Single(waiting.Origin.Fields).Field);
        Assert.True((await world.TimelineAsync()).Exists(entry => entry.Kind == TimelineKind.Diagnosed));

        world.Playground.GitHubFaults.Clear();
        var found = await RecordAsync(world, record => record.Origin?.Verdict == OriginVerdict.Commit);
        Assert.Equal((culprit, null, null), (Assert.Single(found.Origin!.Fields).Commit!.Sha, found.Problem, found.NextAttemptAt));
    }

    [Fact]
    public async Task The_line_of_a_kustomization_that_set_a_tag_is_named()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit("base/deployment.yaml", LoopWorld.Manifest("checkout", "0.0.0"));
        world.Commit("base/kustomization.yaml", "resources: [deployment.yaml]\n");
        world.Commit("apps/checkout/kustomization.yaml", Overlay("1.0.0"));
        world.Playground.ArgoCd.CreateApplication("checkout", world.RepoUrl, "apps/checkout", "shop");
        await Eventually.BeAsync(() => world.Application("checkout") is ("Synced", "Healthy", _), 30);
        await world.StartAiSreAsync();
        await RecordedAsync(world);

        world.Playground.Registries.Add(LoopWorld.RegistryA).Condition = RegistryCondition.TimesOut;
        var culprit = world.Commit("apps/checkout/kustomization.yaml", Overlay("1.1.0"), "Roll out 1.1.0\n");
        var field = Assert.Single((await FoundAsync(world)).Origin!.Fields);

        Assert.Equal((culprit, "apps/checkout/kustomization.yaml", 4), (field.Commit?.Sha, field.File, field.Line));

        static string Overlay(string tag) => $"resources: [../../base]\nimages:\n  - name: {LoopWorld.RegistryA}/shop/checkout\n    newTag: {tag}\n";
    }

    [Fact]
    public async Task A_key_that_a_commit_took_out_of_a_ConfigMap_is_traced_to_that_commit()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit("apps/checkout/config.yaml", Config("  currency: EUR\n  mode: fast\n"));
        world.Commit(File, Deployment("1.0.0"));
        world.Playground.ArgoCd.CreateApplication("checkout", world.RepoUrl, "apps/checkout", "shop");
        await Eventually.BeAsync(() => world.Application("checkout") is ("Synced", "Healthy", _), 30);
        await world.StartAiSreAsync();
        await RecordedAsync(world);
        await Eventually.BeAsync(async () =>
        {
            await using var db = world.Open();
            return await db.Set<ObjectRevision>().AnyAsync(revision => revision.Kind == "ConfigMap" && revision.Name == "checkout", TestContext.Current.CancellationToken);
        });

        var culprit = world.Commit("apps/checkout/config.yaml", Config("  mode: fast\n"), "Tidy up\n");
        await Eventually.BeAsync(() => world.Application("checkout").Revision == culprit, 30);
        world.Commit(File, Deployment("1.1.0"));
        var origin = (await FoundAsync(world)).Origin!;

        Assert.Equal(OriginVerdict.Commit, origin.Verdict);
        Assert.Contains(origin.Fields, field => field.Field == "data.currency" && field.Commit?.Sha == culprit && field.File == "apps/checkout/config.yaml" && field.Line is null);

        static string Config(string data) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: checkout\ndata:\n{data}";

        static string Deployment(string version) => LoopWorld.Manifest("checkout", version).TrimEnd()
            + "\n          env:\n            - name: CURRENCY\n              valueFrom:\n                configMapKeyRef: {name: checkout, key: currency}\n";
    }

    private static Task RecordedAsync(LoopWorld world) => Eventually.BeAsync(async () =>
    {
        await using var db = world.Open();
        return await db.Set<ObjectRevision>().AnyAsync(revision => revision.Kind == "Deployment" && revision.HealthyAt != null, TestContext.Current.CancellationToken);
    });

    private static Task<FaultOriginRecord> FoundAsync(LoopWorld world) => RecordAsync(world, record => record is { Origin: not null, NextAttemptAt: null });

    private static Task<FaultOriginRecord> ToldAsync(LoopWorld world) => RecordAsync(world, record => record.Origin is not null);

    private static Task<FaultOriginRecord> RecordAsync(LoopWorld world, Predicate<FaultOriginRecord> isSo) => Eventually.SeeAsync(
        "where the fault came from",
        async () =>
        {
            await using var db = world.Open();
            return await db.Set<FaultOriginRecord>().AsNoTracking().FirstOrDefaultAsync(TestContext.Current.CancellationToken) is { } record && isSo(record) ? record : null;
        },
        60);
}
