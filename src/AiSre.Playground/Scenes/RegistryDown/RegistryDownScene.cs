using AiSre.Playground.Git;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Registries;

namespace AiSre.Playground.Scenes.RegistryDown;

/// <summary>
/// A shop whose releases come from registry A. Registry A stops answering, and the next release cannot be pulled; what
/// runs goes on serving. Registry B holds the same images, so changing the registry in Git is what helps.
/// </summary>
public sealed class RegistryDownScene : IScene
{
    public const string RegistryA = "registry-a.example";
    public const string RegistryB = "registry-b.example";
    private const string RegistryC = "registry-c.example";
    private const string Owner = "acme";
    private const string Repository = "shop";
    private const string Branch = "main";
    private const string RunbookName = "runbooks";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenes", "RegistryDown");
    private static readonly GitPerson Pipeline = new("release pipeline", "releases@acme.example");

    public string Name => "registry-down";

    public string Runbooks { get; } = Path.Combine(Folder, "runbooks");

    public string RunbookRepository => $"{Owner}/{RunbookName}";

    public async Task SetUpAsync(PlaygroundHost playground, CancellationToken cancellation)
    {
        foreach (var host in (string[])[RegistryA, RegistryB, RegistryC])
        {
            playground.Registries.Add(host);
        }

        Describe(playground.Images);
        await BeginAsync(playground.Repositories, Repository, "repository", cancellation);
        await BeginAsync(playground.Repositories, RunbookName, "runbook-repository", cancellation);

        playground.ArgoCd.CreateApplication("checkout", playground.RepoUrl(Owner, Repository), "apps/checkout", "shop");
        playground.ArgoCd.CreateApplication("storefront", playground.RepoUrl(Owner, Repository), "apps/storefront/overlays/production", "shop");
        playground.ArgoCd.CreateApplication("catalog", playground.RepoUrl(Owner, Repository), "apps/catalog", "catalog");
    }

    public Task BreakAsync(PlaygroundHost playground, CancellationToken cancellation)
    {
        playground.Registries.Add(RegistryA).Condition = RegistryCondition.TimesOut;
        Release(playground.Repositories, "apps/checkout/deployment.yaml", "checkout:1.4.2", "checkout:1.5.0", "Release checkout 1.5.0\n\nTakes vouchers.\n");
        Release(playground.Repositories, "apps/storefront/overlays/production/kustomization.yaml", "newTag: \"2.7.0\"", "newTag: \"2.8.0\"", "Release storefront 2.8.0\n\nShows the new start page.\n");
        return Task.CompletedTask;
    }

    private static void Release(GitRepositories repositories, string path, string from, string to, string message)
    {
        var head = repositories.ResolveBranch(Owner, Repository, Branch)!;
        var text = System.Text.Encoding.UTF8.GetString(repositories.ReadTree(Owner, Repository, head)[path]);
        repositories.Commit(Owner, Repository, Branch, new Dictionary<string, string?> { [path] = text.Replace(from, to, StringComparison.Ordinal) }, message, Pipeline);
    }

    private static void Describe(ImageCatalogue images)
    {
        images.Describe("shop/checkout", new()
        {
            Size = 61_204_118,
            WorkingSet = 96m * 1024 * 1024,
            StartLog = ["level=info msg=\"checkout starting\"", "level=info msg=\"payment provider reachable\"", "level=info msg=\"listening\" port=8080"],
        });
        images.Describe("shop/storefront", new()
        {
            Size = 38_771_902,
            StartLog = ["level=info msg=\"storefront starting\"", "level=info msg=\"templates loaded\" count=42", "level=info msg=\"listening\" port=8080"],
        });
        images.Describe("shop/catalog", new()
        {
            Size = 55_018_330,
            StartLog = ["level=info msg=\"catalog starting\"", "level=info msg=\"index built\" products=18211", "level=info msg=\"listening\" port=8080"],
        });
    }

    private static async Task BeginAsync(GitRepositories repositories, string name, string folder, CancellationToken cancellation)
    {
        var files = await ReadFilesAsync(folder, cancellation);
        if (!await repositories.CreateAsync(Owner, name, files, Branch))
        {
            repositories.Commit(Owner, name, Branch, ChangesTo(repositories, name, files), "Begin the demo again\n", Pipeline);
        }
    }

    private static async Task<Dictionary<string, string>> ReadFilesAsync(string folder, CancellationToken cancellation)
    {
        var root = Path.Combine(Folder, folder);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(root, path).Replace('\\', '/')] = await File.ReadAllTextAsync(path, cancellation);
        }

        return files;
    }

    /// <summary>What makes the branch as it was at the first start: the files of the scene, and none beside them.</summary>
    private static Dictionary<string, string?> ChangesTo(GitRepositories repositories, string name, Dictionary<string, string> files)
    {
        var changes = files.ToDictionary(file => file.Key, file => (string?)file.Value, StringComparer.Ordinal);
        if (repositories.ResolveBranch(Owner, name, Branch) is { } head)
        {
            foreach (var path in repositories.ReadTree(Owner, name, head).Keys.Where(path => !files.ContainsKey(path)))
            {
                changes[path] = null;
            }
        }

        return changes;
    }
}
