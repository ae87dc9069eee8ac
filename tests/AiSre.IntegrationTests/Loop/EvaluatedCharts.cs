using System.Text;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Playground.GitOps.Rendering;
using AiSre.Playground.GitOps.Sources;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.IntegrationTests.Loop;

/// <summary>
/// Renders the playground's charts where there is no Helm, with AiSre's own evaluator, which other tests hold against Go's. The playground
/// cannot have it itself: it references nothing of the product. The values it puts together on its own.
/// </summary>
internal static class EvaluatedCharts
{
    public static async Task<string> RenderAsync(ChartRequest request, CancellationToken cancellation)
    {
        var chart = await new ChartReader(new SourceFiles(new Tree(request.Tree)), cancellation).ReadAsync(request.Folder);
        var values = YamlFile.Parse(request.Values.ToJsonString());
        var given = new TextLayer(new SourceLayer(new ImagePlace.Field("", 0, YamlPath.Root), values, "the values"), FieldPath.Of());
        var rendered = global::AiSre.Remediation.Charts.ChartRenderer.Render(chart, [.. Defaults(chart, FieldPath.Of()), given], new ReleaseFacts(request.Release, request.Namespace));
        return rendered.NotRead.IsEmpty
            ? string.Join("\n---\n", rendered.Files.Select(file => file.Text))
            : throw new SourceException($"rpc error: code = Unknown desc = Manifest generation error: {string.Join("; ", rendered.NotRead)}");
    }

    private static IEnumerable<ValueLayer> Defaults(Chart chart, FieldPath prefix) =>
    [
        .. chart.Subcharts.SelectMany(subchart => Defaults(subchart.Chart, prefix.Then(subchart.Key))),
        .. chart.Values is { } own ? [new TextLayer(own, prefix)] : Array.Empty<ValueLayer>(),
    ];

    private sealed class Tree(IReadOnlyDictionary<string, byte[]> files) : IRepositoryTree
    {
        public string Sha => "0000000000000000000000000000000000000000";

        public IReadOnlyList<RepositoryFile> Files { get; } = [.. files.Select(file => new RepositoryFile(file.Key, file.Value.Length)).OrderBy(file => file.Path, StringComparer.Ordinal)];

        public Task<string> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Encoding.UTF8.GetString(files[path]));
    }
}
