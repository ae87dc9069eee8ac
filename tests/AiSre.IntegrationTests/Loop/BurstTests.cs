using AiSre.Clusters;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.World.Registries;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Many incidents at the same moment on several repositories, for two replicas.</summary>
/// <remarks><c>./aisre bench proposal --incidents 200 --repositories 20</c> does the same in full size.</remarks>
public sealed class BurstTests(PostgresServer postgres)
{
    private const int Repositories = 4;
    private const int Applications = 12;

    /// <summary>A replica has eight workers and the searches for what brought a fault; what is under way when GitHub says stop cannot be taken back.</summary>
    private const int UnderWay = 40;

    [Fact]
    public async Task Every_incident_gets_one_pull_request_in_its_repository_though_a_replica_dies_and_GitHub_limits_calls()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var numbers = Enumerable.Range(0, Applications).ToList();
        foreach (var repository in Enumerable.Range(0, Repositories))
        {
            await world.Playground.Repositories.CreateAsync(
                LoopWorld.Owner, $"part-{repository}", numbers.Where(number => number % Repositories == repository).ToDictionary(number => FileOf(number), number => Manifest(number, "1.0.0")));
        }

        foreach (var number in numbers)
        {
            world.Playground.Registries.Add(RegistryOf(number));
            world.AddRunbookOf($"override-{number}", $"{{cause: RegistryUnavailable, registry: {RegistryOf(number)}}}", $"override-image-registry: {{from: {RegistryOf(number)}, to: {LoopWorld.RegistryB}}}");
            world.Playground.ArgoCd.CreateApplication($"app-{number}", world.Playground.RepoUrl(LoopWorld.Owner, $"part-{number % Repositories}"), $"apps/app-{number}", LoopWorld.Repository);
        }

        await Eventually.BeAsync(() => numbers.TrueForAll(number => world.Application($"app-{number}") is ("Synced", "Healthy", _)), 60);
        using var first = AiSreProcess.Start(world);
        using var second = AiSreProcess.Start(world);
        await world.ClusterAsync(ClusterPhase.Synced, 60);

        Break(world, numbers);
        await Eventually.BeAsync(async () => (await world.ProposalsAsync()).Exists(proposal => proposal.PullRequestNumber is not null), 120);
        world.Playground.GitHubFaults.LimitFor(TimeSpan.FromSeconds(3));
        first.Kill();
        await Eventually.BeAsync(async () => await world.IncidentsAsync() is { Count: Applications } all && all.TrueForAll(incident => incident.State == IncidentState.AwaitingDecision), 150);

        var proposals = await world.ProposalsAsync();
        Assert.Equal(Applications, proposals.Select(proposal => proposal.IncidentId).Distinct().Count());
        Assert.Equal(Applications, proposals.Count);
        foreach (var repository in Enumerable.Range(0, Repositories))
        {
            var mine = proposals.Where(proposal => proposal.RepositoryUrl == world.Playground.RepoUrl(LoopWorld.Owner, $"part-{repository}")).OrderBy(proposal => proposal.Branch, StringComparer.Ordinal).ToList();
            var requests = await world.Maintainer.PullRequest.GetAllForRepository(LoopWorld.Owner, $"part-{repository}", new Octokit.PullRequestRequest { State = Octokit.ItemStateFilter.All });
            var branches = await world.Maintainer.Repository.Branch.GetAll(LoopWorld.Owner, $"part-{repository}");

            Assert.Equal(
                numbers.Where(number => number % Repositories == repository).Select(FileOf).Order(StringComparer.Ordinal),
                mine.Select(proposal => Assert.Single(proposal.Files).Path).Order(StringComparer.Ordinal));
            Assert.Equal(mine.Select(proposal => (proposal.Branch, proposal.PullRequestNumber, proposal.HeadSha)), requests.Select(one => (one.Head.Ref, (int?)one.Number, (string?)one.Head.Sha)).OrderBy(one => one.Ref, StringComparer.Ordinal));
            Assert.Equal(mine.Select(proposal => proposal.Branch), branches.Select(branch => branch.Name).Where(name => name != "main").Order(StringComparer.Ordinal));
        }

        Assert.InRange(world.Playground.GitHubFaults.RefusedCalls, 1, UnderWay);
    }

    private static void Break(LoopWorld world, List<int> numbers)
    {
        foreach (var part in numbers.GroupBy(number => number % Repositories))
        {
            foreach (var number in part)
            {
                world.Playground.Registries.Add(RegistryOf(number)).Condition = RegistryCondition.TimesOut;
            }

            world.Playground.Repositories.Commit(LoopWorld.Owner, $"part-{part.Key}", "main", part.ToDictionary(FileOf, number => (string?)Manifest(number, "1.1.0")), "Release\n", LoopWorld.Pipeline);
        }
    }

    private static string FileOf(int number) => $"apps/app-{number}/deployment.yaml";

    private static string RegistryOf(int number) => $"registry-{number}.example";

    private static string Manifest(int number, string version) => LoopWorld.Manifest($"app-{number}", version).Replace(LoopWorld.RegistryA, RegistryOf(number), StringComparison.Ordinal);
}
