using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Applications;

/// <summary>The applications that an ApplicationSet generates: its template with each of its sets of parameters.</summary>
/// <param name="Name">How messages name the ApplicationSet.</param>
/// <param name="Template">Its template.</param>
/// <param name="IsGoTemplate">Whether the expressions in it are Go's; else only names in braces.</param>
/// <param name="Sets">For each application the layers that give its parameters, the weakest first.</param>
/// <param name="Layers">What gives parameters, each under its own number.</param>
internal sealed record GeneratedSource(string Name, JsonObject Template, bool IsGoTemplate, ImmutableArray<ImmutableArray<int>> Sets, ImmutableArray<ValueLayer> Layers) : ValueSource(Name, Layers)
{
    public override RenderedChart Render()
    {
        try
        {
            var budget = new TemplateBudget();
            var path = $"{Name}, from which {(Sets.Length == 1 ? "1 application is" : $"{Sets.Length} applications are")} generated,";
            return new RenderedChart([.. Sets.Select(set => Render(set, path, budget))], [], ChartValues.Of(Layers));
        }
        catch (Exception refused) when (refused is TemplateRefusedException or YamlRefusedException)
        {
            throw new SourceRefusedException($"{Name} cannot be followed because {refused.Message}; make the change by hand.");
        }
    }

    // The first step is the number of the layer.
    public override string NameOf(FieldPath path) => path.Steps is [var number, ..] && int.TryParse(number, out var layer) && layer < Layers.Length
        ? $"{FieldPath.Of([.. path.Steps[1..]])} of {Layers[layer].Where}"
        : path.ToString();

    /// <summary>The parameters of one application.</summary>
    public static MapValue Parameters(IReadOnlyList<ValueLayer> layers, ImmutableArray<int> set)
    {
        var all = ChartValues.Of(set.Select(index => layers[index]));
        var merged = new MapValue { Path = PrefixOf(set[^1]) };
        foreach (var index in set)
        {
            if (all[index.ToString(System.Globalization.CultureInfo.InvariantCulture)] is MapValue own)
            {
                ChartValues.Merge(merged, own);
            }
        }

        return merged;
    }

    /// <summary>Where the parameters of a layer stand among those of all.</summary>
    public static FieldPath PrefixOf(int layer) => FieldPath.Of(layer.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private RenderedFile Render(ImmutableArray<int> set, string path, TemplateBudget budget)
    {
        var expressions = new ParameterExpressions(IsGoTemplate, Parameters(Layers, set), budget);
        var application = new MapValue();
        application.Entries["apiVersion"] = new TextValue("argoproj.io/v1alpha1");
        application.Entries["kind"] = new TextValue("Application");
        foreach (var (key, value) in Template)
        {
            application.Entries[key] = expressions.Render(value);
        }

        var text = TracedYaml.Write(application);
        return new RenderedFile(path, text, YamlFile.Parse(text.ToString()), expressions.Consulted);
    }
}
