using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>The runbook and the repository of the demo fit each other: every fix is one line.</summary>
public sealed class PlanSceneTests
{
    private readonly Planning _planning = new();

    public PlanSceneTests()
    {
        var scene = Path.Combine(SolutionFolder(), "src", "AiSre.Playground", "Scenes", "RegistryDown");
        var repository = Path.Combine(scene, "repository");
        foreach (var file in Directory.EnumerateFiles(repository, "*", SearchOption.AllDirectories))
        {
            _planning.Tree[Path.GetRelativePath(repository, file).Replace('\\', '/')] = File.ReadAllText(file);
        }

        var runbook = RunbookParser.Parse(File.ReadAllText(Path.Combine(scene, "runbooks", "override-registry.md")));
        Assert.Empty(runbook.Errors);
        _planning.Solution = runbook.Runbook!.Solution!;
    }

    [Fact]
    public async Task A_plain_manifest_and_an_overlay_change_in_one_line_each()
    {
        var checkout = Target("checkout", "apps/checkout", "checkout", "registry-a.example/shop/checkout:1.4.2");
        var storefront = Target("storefront", "apps/storefront/overlays/production", "storefront", "registry-a.example/shop/storefront:2.7.0");

        var changes = await _planning.ChangesAsync(checkout, storefront);

        Assert.Equal(["apps/checkout/deployment.yaml", "apps/storefront/overlays/production/kustomization.yaml"], changes.Select(change => change.Path));
        Assert.All(changes, change =>
        {
            var (removed, added) = Assert.Single(change.Before.Split('\n').Zip(change.After.Split('\n')), pair => pair.First != pair.Second);
            Assert.Equal(removed.Replace("registry-a.example", "registry-b.example", StringComparison.Ordinal), added);
        });
    }

    private SolutionTarget Target(string name, string path, string container, string image) =>
        _planning.Target(name, (container, image)) with { Application = $"argocd/{name}", Source = new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", Path = path, TargetRevision = "main" } };

    private static string SolutionFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AiSre.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
