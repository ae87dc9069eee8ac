using System.Runtime.CompilerServices;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>Charts come to what Go's own template engine and Sprig make of them, to the byte; see <c>reference/generate</c>.</summary>
public sealed class ReferenceChartsTests
{
    private static readonly string Charts = Path.Combine(Folder(), "reference", "charts");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Charts).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_chart_comes_to_what_helm_makes_of_it(string name)
    {
        var rendered = await RenderAsync(name);

        Assert.Empty(rendered.NotRead);
        var golden = Path.Combine(Charts, name, "golden");
        var expected = Directory.GetFiles(golden, "*", SearchOption.AllDirectories).ToDictionary(Short, File.ReadAllText);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), rendered.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(rendered.Files, file => Assert.Equal(expected[file.Name], file.Text));

        string Short(string path) => Path.GetRelativePath(golden, path).Replace('\\', '/');
    }

    private static async Task<RenderedChart> RenderAsync(string name)
    {
        var trees = new MemoryTrees();
        var home = Path.Combine(Charts, name);
        foreach (var path in Directory.GetFiles(home, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(Path.Combine(home, "golden"), StringComparison.Ordinal)))
        {
            trees.Main[Path.GetRelativePath(home, path).Replace('\\', '/')] = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        }

        var source = new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", Path = "chart", TargetRevision = "main", Helm = new HelmSource { ValueFiles = ["/values.yaml"], IgnoreMissingValueFiles = true } };
        var repositories = new SourceRepositories(trees);
        var repository = await repositories.OpenAsync(source.RepoUrl, source.TargetRevision, TestContext.Current.CancellationToken);
        var reader = new ChartSourceReader(new ApplicationScene(ChartFixture.Application("demo", source), []), repositories, TestContext.Current.CancellationToken);
        return (await reader.ReadAsync(source, repository, new InlineValues(FieldPath.Of("spec", "source"), null, null))).Render();
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
