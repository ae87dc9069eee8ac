using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>
/// Renders a chart without Helm, to learn which values its objects come from. What cannot be rendered here is told, and the rest is
/// rendered all the same. Pure.
/// </summary>
internal sealed class ChartRenderer
{
    private readonly ReleaseFacts _release;
    private readonly TemplateBudget _budget = new();
    private readonly Dictionary<string, ImmutableArray<TemplateNode>> _named = new(StringComparer.Ordinal);
    private readonly List<RenderedFile> _files = [];
    private readonly List<string> _notRead = [];

    private ChartRenderer(ReleaseFacts release) => _release = release;

    /// <exception cref="TemplateRefusedException">Its values have too much in them.</exception>
    public static RenderedChart Render(Chart chart, IReadOnlyCollection<ValueLayer> layers, ReleaseFacts release)
    {
        var renderer = new ChartRenderer(release);
        var values = ChartValues.Of(layers);
        renderer.Name(chart, chart.Name);
        renderer.Render(chart, values, chart.Name, isRoot: true);
        return new RenderedChart([.. renderer._files], [.. renderer._notRead], ChartValues.Of(layers));
    }

    // A chart's own names outweigh those of its subcharts.
    private void Name(Chart chart, string home)
    {
        foreach (var subchart in chart.Subcharts)
        {
            Name(subchart.Chart, $"{home}/charts/{subchart.Chart.Name}");
        }

        foreach (var template in chart.Templates)
        {
            if (template.Parsed is not { } parsed)
            {
                continue;
            }

            _named[NameOf(chart, home, template)] = parsed.Body;
            foreach (var (name, body) in parsed.Defined)
            {
                _named[name] = body;
            }
        }
    }

    private void Render(Chart chart, MapValue values, string home, bool isRoot)
    {
        _notRead.AddRange(chart.NotRead);
        foreach (var subchart in chart.Subcharts.Where(subchart => IsOn(subchart, values)))
        {
            Render(subchart.Chart, ChartValues.ScopeOf(values, subchart.Key), $"{home}/charts/{subchart.Chart.Name}", isRoot: false);
        }

        foreach (var template in chart.IsLibrary ? [] : chart.Templates.Where(template => template.IsRendered))
        {
            try
            {
                if (template.Parsed is not { } parsed)
                {
                    throw new TemplateRefusedException(template.Problem!);
                }

                var name = NameOf(chart, home, template);
                var evaluator = new TemplateEvaluator(_named, _budget);
                var text = evaluator.Render(parsed.Body, _release.Scope(chart, values, name, $"{home}/templates", isRoot));
                if (!string.IsNullOrWhiteSpace(text.ToString()))
                {
                    _files.Add(new RenderedFile(template.Path, text, YamlFile.Parse(text.ToString()), evaluator.Consulted));
                }
            }
            catch (Exception refused) when (refused is TemplateRefusedException or YamlRefusedException)
            {
                _notRead.Add($"{template.Path} ({refused.Message})");
            }
        }
    }

    private static string NameOf(Chart chart, string home, ChartTemplate template) =>
        $"{home}/{(chart.Folder.Length == 0 ? template.Path : template.Path[(chart.Folder.Length + 1)..])}";

    private static bool IsOn(Subchart subchart, MapValue values)
    {
        foreach (var path in subchart.Condition.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ChartValues.Find(values, FieldPath.Of(path.Split('.'))) is BooleanValue decided)
            {
                return decided.Value;
            }
        }

        var tags = subchart.Tags.Select(tag => ChartValues.Find(values, FieldPath.Of("tags", tag))).OfType<BooleanValue>().ToList();
        return tags.Count == 0 || tags.Exists(tag => tag.Value);
    }
}
