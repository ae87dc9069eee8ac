using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>
/// A chart from a chart repository, whose templates are not at hand: its objects are taken as the cluster has them, and a field is bound to the
/// one value of the application that has its name and its value. Where there are several, or none, it is bound to nothing.
/// </summary>
/// <param name="Application">The application's name, for messages.</param>
/// <param name="Name">The chart's name, for messages.</param>
/// <param name="Live">The objects, as JSON.</param>
/// <param name="Bindings">Which value gives which field; those of images are found by their parts.</param>
/// <param name="Layers">The application's own values.</param>
internal sealed record PackagedChart(string Application, string Name, ImmutableArray<JsonElement> Live, ValueBindings Bindings, ImmutableArray<ValueLayer> Layers) : ValueSource(Application, Layers)
{
    public override string Note => $", found by name and value, since the templates of the chart {Name} are not at hand";

    public override RenderedChart Render()
    {
        try
        {
            var values = ChartValues.Of(Layers);
            return new RenderedChart([.. Live.Select(live => Render(live, values))], [], ChartValues.Of(Layers));
        }
        catch (Exception refused) when (refused is TemplateRefusedException or YamlRefusedException)
        {
            throw new SourceRefusedException($"The values of {Application} cannot be followed because {refused.Message}; make the change by hand.");
        }
    }

    public override string WhyLiteral(FieldPath field) => Bindings.CandidatesFor(field) is [_, ..] several
        ? $"comes from the chart {Name}, whose templates AiSre does not have, and could be given by {string.Join(" or ", several)}"
        : $"comes from the chart {Name}, whose templates AiSre does not have, and no value of {Application} has its name and its value";

    private RenderedFile Render(JsonElement live, MapValue values)
    {
        var text = TracedYaml.Write(Bindings.Apply(JsonNode.Parse(live.GetRawText()), values));
        return new RenderedFile($"the chart {Name}", text, YamlFile.Parse(text.ToString()), []);
    }
}
