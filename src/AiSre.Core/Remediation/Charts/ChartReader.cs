using System.Collections.Immutable;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>Reads a chart and the charts in it from a repository.</summary>
internal sealed class ChartReader(SourceFiles files, CancellationToken cancellationToken)
{
    private const int DeepestNesting = 6;
    private const int MostCharts = 100;
    private const long LargestOther = 256 * 1024;

    private int _charts;

    /// <summary>Whether a folder is a chart.</summary>
    public static bool IsChart(string folder, SourceFiles files) => files.HasFile(RepositoryPath.Combine(folder, "Chart.yaml")!);

    /// <exception cref="SourceRefusedException">It cannot be read; the sentence says why.</exception>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public Task<Chart> ReadAsync(string folder) => ReadAsync(folder, 0);

    private async Task<Chart> ReadAsync(string folder, int depth)
    {
        if (depth > DeepestNesting || ++_charts > MostCharts)
        {
            throw new SourceRefusedException($"The chart in {RepositoryPath.Show(folder)} has charts nested more than {DeepestNesting} levels deep, or more than {MostCharts}, and AiSre follows no further; make the change by hand.");
        }

        var (view, root) = await MappingAsync(RepositoryPath.Combine(folder, "Chart.yaml")!);
        var templates = await TemplatesAsync(folder);
        var notRead = new List<string>();
        var valuesFile = RepositoryPath.Combine(folder, "values.yaml")!;
        return new Chart(folder, view.Text(root, "name") ?? "", Version(view, root, "version"), Version(view, root, "appVersion"))
        {
            About = ValueTree.Read(view.File, root, path: null) as MapValue ?? new MapValue(),
            IsLibrary = view.Text(root, "type") == "library",
            Values = files.HasFile(valuesFile) ? new SourceLayer(new ImagePlace.Field(valuesFile, 0, YamlPath.Root), await files.ReadAsync(valuesFile, cancellationToken), valuesFile) : null,
            Templates = [.. templates.Select(template => Parse(template.Path, template.Text))],
            Subcharts = await SubchartsAsync(folder, view, root, depth, notRead),
            Files = templates.Any(template => template.Text.Contains(".Files", StringComparison.Ordinal)) ? await OtherFilesAsync(folder) : ImmutableDictionary<string, string>.Empty,
            NotRead = [.. notRead],
        };
    }

    // A version that is written as a number is one: 1.10 is 1.1.
    private static string Version(YamlView view, YamlNode root, string key) =>
        view.Get(root, key) is YamlScalar scalar && YamlTypes.Resolve(scalar) is YamlType.Float or YamlType.Integer && ValueTree.Read(view.File, scalar, path: null) is NumberValue number ? number.Spell() : view.Text(root, key) ?? "";

    private async Task<IReadOnlyList<(string Path, string Text)>> TemplatesAsync(string folder)
    {
        var paths = files.In(RepositoryPath.Combine(folder, "templates")!, recurse: true).ToList();
        var texts = await files.ReadTextsAsync(paths, cancellationToken);
        return [.. paths.Zip(texts)];
    }

    private static ChartTemplate Parse(string path, string text)
    {
        try
        {
            return new ChartTemplate(path, TemplateParser.Parse(text), null);
        }
        catch (TemplateRefusedException refused)
        {
            return new ChartTemplate(path, null, refused.Message);
        }
    }

    // What Chart.yaml names is looked for where Helm would have put it; what lies in charts/ unnamed is used too.
    private async Task<ImmutableArray<Subchart>> SubchartsAsync(string folder, YamlView view, YamlNode root, int depth, List<string> notRead)
    {
        var home = RepositoryPath.Combine(folder, "charts")!;
        var unnamed = files.In(home, recurse: true).Where(file => file.EndsWith("/Chart.yaml", StringComparison.Ordinal) && RepositoryPath.Folder(RepositoryPath.Folder(file)) == home)
            .Select(RepositoryPath.Folder).ToHashSet(StringComparer.Ordinal);
        var found = ImmutableArray.CreateBuilder<Subchart>();
        foreach (var (item, _) in await DependenciesAsync(folder, view, root))
        {
            var (lines, node) = item;
            var name = lines.Text(node, "name") ?? "";
            var place = Locate(folder, home, name, lines.Text(node, "repository") ?? "");
            if (place is null)
            {
                notRead.Add($"the chart {name} that {RepositoryPath.Combine(folder, "Chart.yaml")} names");
                continue;
            }

            if (lines.Items(node, "import-values").Any())
            {
                notRead.Add($"the values that {RepositoryPath.Combine(folder, "Chart.yaml")} imports from {name}");
            }

            unnamed.Remove(place);
            var tags = lines.Items(node, "tags").Select(tag => tag.Item).OfType<YamlScalar>().Select(tag => tag.Value);
            found.Add(new Subchart(lines.Text(node, "alias") ?? name, await ReadAsync(place, depth + 1), lines.Text(node, "condition") ?? "", [.. tags]));
        }

        foreach (var place in unnamed.Order(StringComparer.Ordinal))
        {
            var chart = await ReadAsync(place, depth + 1);
            found.Add(new Subchart(chart.Name, chart, "", []));
        }

        notRead.AddRange(files.In(home, recurse: false).Where(file => file.EndsWith(".tgz", StringComparison.Ordinal)));
        return found.ToImmutable();
    }

    // Charts of the first version of the format name theirs in a file of their own.
    private async Task<IReadOnlyList<((YamlView View, YamlNode Node) Item, int Index)>> DependenciesAsync(string folder, YamlView view, YamlNode root)
    {
        var old = RepositoryPath.Combine(folder, "requirements.yaml")!;
        var (lines, node) = files.HasFile(old) ? await MappingAsync(old) : (view, root);
        return [.. lines.Items(node, "dependencies").Select(pair => ((lines, pair.Item), pair.Index))];
    }

    private string? Locate(string folder, string home, string name, string repository)
    {
        string?[] places =
        [
            RepositoryPath.Combine(home, name),
            repository.StartsWith("file://", StringComparison.Ordinal) ? RepositoryPath.Combine(folder, repository["file://".Length..]) : null,
        ];
        return places.FirstOrDefault(place => place is not null && IsChart(place, files));
    }

    private async Task<ImmutableDictionary<string, string>> OtherFilesAsync(string folder)
    {
        var start = folder.Length == 0 ? 0 : folder.Length + 1;
        var paths = files.In(folder, recurse: true)
            .Where(path => path[start..] is var own && !own.StartsWith("templates/", StringComparison.Ordinal) && !own.StartsWith("charts/", StringComparison.Ordinal) && files.SizeOf(path) <= LargestOther)
            .ToList();
        var texts = await files.ReadTextsAsync(paths, cancellationToken);
        return paths.Zip(texts).ToImmutableDictionary(pair => pair.First[start..], pair => pair.Second, StringComparer.Ordinal);
    }

    private async Task<(YamlView View, YamlNode Root)> MappingAsync(string path)
    {
        var file = await files.ReadAsync(path, cancellationToken);
        return file.Documents is [YamlMapping root]
            ? (new YamlView(file), root)
            : throw new SourceRefusedException($"{path} is not one mapping of keys and values; correct it.");
    }
}
