using System.Globalization;
using AiSre.Playground;
using AiSre.Playground.Git;
using AiSre.Playground.World;
using AiSre.Playground.World.Registries;

namespace AiSre.Bench.Loop;

/// <summary>Applications with one registry each, and a runbook for each registry.</summary>
/// <param name="playground">The world around it.</param>
/// <param name="count">How many applications.</param>
/// <param name="others">How many manifests of others lie in the same repository.</param>
/// <param name="repositories">Over how many repositories the applications are spread.</param>
internal sealed class BenchWorld(PlaygroundHost playground, int count, int others = 0, int repositories = 1)
{
    /// <summary>The registry that has what the others had.</summary>
    public const string Mirror = "mirror.example";

    public const string Owner = "acme";
    private static readonly GitPerson Pipeline = new("release pipeline", "releases@acme.example");

    /// <summary>Nodes for two pods of each application, and one more while it is rolled out; a node takes 110.</summary>
    public static WorldOptions RoomFor(int applications) => new() { Nodes = Math.Max(3, (applications * 3 / 100) + 1) };

    /// <summary>The folder with the runbooks; there once the world is set up.</summary>
    public string Runbooks { get; private set; } = "";

    public async Task SetUpAsync(string folder)
    {
        Runbooks = Path.Combine(folder, "runbooks");
        Directory.CreateDirectory(Runbooks);
        playground.Registries.Add(Mirror);
        foreach (var name in Names())
        {
            playground.Registries.Add(RegistryOf(name));
            await File.WriteAllTextAsync(Path.Combine(Runbooks, $"override-{name}.md"), Runbook(name));
        }

        var files = Names().ToDictionary(FileOf, name => Manifest(name, "1.0.0"));
        foreach (var number in Enumerable.Range(1, others))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"other-{number / 10:0000}");
            files[$"others/{name}/part-{number % 10}.yaml"] = Manifest(name, "1.0.0");
        }

        foreach (var repository in files.GroupBy(file => RepositoryOf(file.Key)))
        {
            await playground.Repositories.CreateAsync(Owner, repository.Key, repository.ToDictionary());
        }

        foreach (var name in Names())
        {
            playground.ArgoCd.CreateApplication(name, playground.RepoUrl(Owner, RepositoryOf(FileOf(name))), $"apps/{name}", "bench");
        }
    }

    /// <summary>The repository that a file lies in; what belongs to no application lies in the first.</summary>
    public string RepositoryOf(string file) => Enumerable.Range(1, count).FirstOrDefault(number => FileOf(NameOf(number)) == file) is var number && number % repositories is > 0 and var rest
        ? string.Create(CultureInfo.InvariantCulture, $"bench-{rest}")
        : "bench";

    /// <summary>Every registry stops answering, and the next release of everything comes, one commit a repository.</summary>
    public void BreakAll()
    {
        foreach (var repository in Names().GroupBy(name => RepositoryOf(FileOf(name))))
        {
            foreach (var name in repository)
            {
                playground.Registries.Add(RegistryOf(name)).Condition = RegistryCondition.TimesOut;
            }

            playground.Repositories.Commit(
                Owner, repository.Key, "main", repository.ToDictionary(FileOf, name => (string?)Manifest(name, "1.1.0")), "Release\n", Pipeline);
        }
    }

    /// <summary>Waits until every application is synced and healthy.</summary>
    public Task AllWellAsync() => playground.Scene.AllWellAsync(CancellationToken.None);

    /// <summary>The registry of an application stops answering, and its next release comes.</summary>
    public void Break(int number)
    {
        var name = NameOf(number);
        playground.Registries.Add(RegistryOf(name)).Condition = RegistryCondition.TimesOut;
        playground.Repositories.Commit(
            Owner, RepositoryOf(FileOf(name)), "main", new Dictionary<string, string?> { [FileOf(name)] = Manifest(name, "1.1.0") }, $"Release {name}\n", Pipeline);
    }

    /// <summary>The workload of a pod: its name without the hashes of ReplicaSet and pod.</summary>
    public static string WorkloadOf(string pod) => string.Join('-', pod.Split('-')[..^2]);

    private IEnumerable<string> Names() => Enumerable.Range(1, count).Select(NameOf);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"app-{number:000}");

    private static string RegistryOf(string name) => $"{name}.registry.example";

    /// <summary>The manifest of an application.</summary>
    public static string FileOf(string name) => $"apps/{name}/deployment.yaml";

    private static string Manifest(string name, string version) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
        spec:
          replicas: 2
          selector:
            matchLabels: {app: {{name}}}
          template:
            metadata:
              labels: {app: {{name}}}
            spec:
              containers:
                - name: app
                  image: {{RegistryOf(name)}}/team/{{name}}:{{version}}

        """;

    private static string Runbook(string name) => $"""
        ---
        id: override-{name}
        title: Pull {name} from the mirror
        owner: platform
        symptom:
          cause: RegistryUnavailable
          registry: {RegistryOf(name)}
        solution:
          - override-image-registry:
              from: {RegistryOf(name)}
              to: mirror.example
        ---
        # Pull {name} from the mirror

        """;
}
