using System.Globalization;
using AiSre.Playground;
using AiSre.Playground.Git;
using AiSre.Playground.World.Registries;

namespace AiSre.Bench.Loop;

/// <summary>Applications with one registry each in one repository, and a runbook for each registry.</summary>
/// <param name="playground">The world around it.</param>
/// <param name="count">How many applications.</param>
/// <param name="others">How many manifests of others lie in the same repository.</param>
internal sealed class BenchWorld(PlaygroundHost playground, int count, int others = 0)
{
    /// <summary>The registry that has what the others had.</summary>
    public const string Mirror = "mirror.example";

    private const string Owner = "acme";
    private const string Repository = "bench";
    private static readonly GitPerson Pipeline = new("release pipeline", "releases@acme.example");

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

        await playground.Repositories.CreateAsync(Owner, Repository, files);
        foreach (var name in Names())
        {
            playground.ArgoCd.CreateApplication(name, playground.RepoUrl(Owner, Repository), $"apps/{name}", "bench");
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
            Owner, Repository, "main", new Dictionary<string, string?> { [FileOf(name)] = Manifest(name, "1.1.0") }, $"Release {name}\n", Pipeline);
    }

    /// <summary>The workload of a pod: its name without the hashes of ReplicaSet and pod.</summary>
    public static string WorkloadOf(string pod) => string.Join('-', pod.Split('-')[..^2]);

    private IEnumerable<string> Names() => Enumerable.Range(1, count).Select(NameOf);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"app-{number:000}");

    private static string RegistryOf(string name) => $"{name}.registry.example";

    private static string FileOf(string name) => $"apps/{name}/deployment.yaml";

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
