using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Yaml;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Puts the values of an application together in Argo CD's order (files, inline values, parameters), and has the chart rendered.</summary>
internal sealed class ChartRenderer(HelmTool helm, GitOpsOptions options)
{
    public static bool IsChart(IReadOnlyDictionary<string, byte[]> tree, string prefix) => tree.ContainsKey($"{prefix}Chart.yaml");

    /// <exception cref="SourceException">It does not render, or asks for what is not played here.</exception>
    public async Task<IReadOnlyList<JsonObject>> RenderAsync(IReadOnlyDictionary<string, byte[]> tree, ApplicationSource source, CancellationToken cancellation)
    {
        var helmSource = source.Json.Child("helm") ?? [];
        var release = helmSource.Text("releaseName") is { Length: > 0 } name ? name : source.Application;
        var request = new ChartRequest(tree, source.Path, release, source.Namespace, ValuesOf(helmSource, tree, source.Path));
        var text = await (options.RenderChart ?? helm.RenderAsync)(request, cancellation);
        return [.. ManifestFile.Read("helm template", Encoding.UTF8.GetBytes(text))];
    }

    private static JsonObject ValuesOf(JsonObject helm, IReadOnlyDictionary<string, byte[]> tree, string folder)
    {
        var values = new JsonObject();
        foreach (var name in helm.Texts("valueFiles"))
        {
            var path = name.StartsWith('/') ? name[1..] : Inside(folder, name);
            if (tree.TryGetValue(path, out var content))
            {
                Merge(values, Parse(Encoding.UTF8.GetString(content)));
            }
            else if (!helm.Flag("ignoreMissingValueFiles"))
            {
                throw new SourceException($"rpc error: code = Unknown desc = Manifest generation error: open {name}: no such file or directory");
            }
        }

        Merge(values, helm.Child("valuesObject") ?? Parse(helm.Text("values") ?? ""));
        foreach (var parameter in helm.Items("parameters").OrderBy(parameter => parameter.Flag("forceString")))
        {
            Set(values, parameter.Text("name") ?? "", parameter.Text("value") ?? "", parameter.Flag("forceString"));
        }

        return values;
    }

    private static string Inside(string folder, string name)
    {
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in name.Split('/').Where(step => step is not "" and not "."))
        {
            if (step != "..")
            {
                steps.Add(step);
            }
            else if (steps.Count > 0)
            {
                steps.RemoveAt(steps.Count - 1);
            }
        }

        return string.Join('/', steps);
    }

    private static JsonObject Parse(string text) => YamlDocuments.Read(text) is [JsonObject values, ..] ? values : [];

    private static void Merge(JsonObject target, JsonObject over)
    {
        foreach (var (key, value) in over)
        {
            if (value is JsonObject map && target[key] is JsonObject own)
            {
                Merge(own, map);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    // Of the language of --set only names with dots between.
    private static void Set(JsonObject values, string name, string text, bool isText)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('\\', '[', ','))
        {
            throw new SourceException($"rpc error: code = Unimplemented desc = the parameter {name} is not read here");
        }

        var steps = name.Split('.');
        foreach (var step in steps[..^1])
        {
            values = values.Ensure(step);
        }

        values[steps[^1]] = text switch
        {
            _ when isText => JsonValue.Create(text),
            "true" or "false" => JsonValue.Create(text == "true"),
            "null" => null,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (text is "0" || text[0] != '0') => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}
