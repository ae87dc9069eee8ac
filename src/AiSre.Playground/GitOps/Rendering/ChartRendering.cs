using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Sources;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Renders a chart as <c>helm template</c> does.</summary>
/// <returns>The manifests, as YAML.</returns>
/// <exception cref="SourceException">It does not render.</exception>
public delegate Task<string> ChartRendering(ChartRequest request, CancellationToken cancellation);

/// <summary>A chart to render.</summary>
/// <param name="Tree">The files of the repository that has it, by path.</param>
/// <param name="Folder">Where in it the chart lies.</param>
/// <param name="Release">The name of the release.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Values">What the application gives over the chart's own values, all put together.</param>
public sealed record ChartRequest(IReadOnlyDictionary<string, byte[]> Tree, string Folder, string Release, string Namespace, JsonObject Values);
