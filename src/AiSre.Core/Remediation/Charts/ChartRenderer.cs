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
    private readonly List<Job> _jobs = [];
    private readonly List<string> _notRead = [];

    private ChartRenderer(ReleaseFacts release) => _release = release;

    /// <exception cref="TemplateRefusedException">Its values have too much in them.</exception>
    public static RenderedChart Render(Chart chart, IReadOnlyCollection<ValueLayer> layers, ReleaseFacts release)
    {
        var renderer = new ChartRenderer(release);
        var values = ChartValues.Of(layers);
        renderer.Collect(chart, values, chart.Name, ChartValues.Find(values, FieldPath.Of("tags")), isRoot: true);
        renderer.RenderAll();
        var files = renderer._jobs.Select(job => job.File).OfType<RenderedFile>();
        return new RenderedChart([.. files], [.. renderer._notRead, .. renderer._jobs.Select(job => job.Refusal).OfType<string>()], ChartValues.Of(layers));
    }

    // Charts that are turned off are as if they were not there.
    private MapValue Collect(Chart chart, MapValue values, string home, TemplateValue tags, bool isRoot)
    {
        _notRead.AddRange(chart.NotRead);
        var inner = new MapValue();
        foreach (var subchart in chart.Subcharts.Where(subchart => IsOn(subchart, values, tags)))
        {
            inner.Entries[subchart.Key] = Collect(subchart.Chart with { Name = subchart.Key }, ChartValues.ScopeOf(values, subchart.Key), $"{home}/charts/{subchart.Key}", tags, isRoot: false);
        }

        foreach (var template in chart.Templates)
        {
            var name = NameOf(chart, home, template);
            var scope = _release.Scope(chart, values, name, $"{home}/templates", isRoot);
            scope.Entries["Subcharts"] = inner;
            _jobs.Add(new Job(template, name, scope, template.IsRendered && !chart.IsLibrary));
        }

        var seen = _release.Scope(chart, values, "", "", isRoot);
        seen.Entries["Subcharts"] = inner;
        return seen;
    }

    // The order is Helm's: the deepest file first, and in one depth the last, since later ones take a name from earlier ones, and a
    // template may change the values that others see.
    private void RenderAll()
    {
        var ordered = _jobs.OrderByDescending(job => job.Name.Count(c => c == '/')).ThenByDescending(job => job.Name, StringComparer.Ordinal).ToList();
        foreach (var job in ordered)
        {
            if (job.Template.Parsed is not { } parsed)
            {
                continue;
            }

            _named[job.Name] = parsed.Body;
            foreach (var (name, body) in parsed.Defined.Where(defined => !IsBlank(defined.Value) || !_named.ContainsKey(defined.Key)))
            {
                _named[name] = body;
            }
        }

        foreach (var job in ordered.Where(job => job.IsRendered))
        {
            try
            {
                Render(job);
            }
            catch (Exception refused) when (refused is TemplateRefusedException or YamlRefusedException)
            {
                job.Refusal = $"{job.Template.Path} ({refused.Message})";
            }
        }
    }

    private void Render(Job job)
    {
        if (job.Template.Parsed is not { } parsed)
        {
            throw new TemplateRefusedException(job.Template.Problem!);
        }

        var evaluator = new TemplateEvaluator(_named, _budget);
        var text = evaluator.Render(parsed.Body, job.Scope);
        if (!string.IsNullOrWhiteSpace(text.ToString()))
        {
            job.File = new RenderedFile(job.Template.Path, text, YamlFile.Parse(text.ToString()), evaluator.Consulted) { Name = job.Name };
        }
    }

    // A definition without anything in it takes no name from another.
    private static bool IsBlank(ImmutableArray<TemplateNode> body) => body.All(node => node is TemplateNode.Text text && string.IsNullOrWhiteSpace(text.Value));

    private static string NameOf(Chart chart, string home, ChartTemplate template) =>
        $"{home}/{(chart.Folder.Length == 0 ? template.Path : template.Path[(chart.Folder.Length + 1)..])}";

    private static bool IsOn(Subchart subchart, MapValue values, TemplateValue tags)
    {
        foreach (var path in subchart.Condition.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ChartValues.Find(values, FieldPath.Of(path.Split('.'))) is BooleanValue decided)
            {
                return decided.Value;
            }
        }

        var chosen = subchart.Tags.Select(tag => ChartValues.Find(tags, FieldPath.Of(tag))).OfType<BooleanValue>().ToList();
        return chosen.Count == 0 || chosen.Exists(tag => tag.Value);
    }

    private sealed record Job(ChartTemplate Template, string Name, MapValue Scope, bool IsRendered)
    {
        public RenderedFile? File { get; set; }

        public string? Refusal { get; set; }
    }
}
