using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>The values that an application itself gives to its chart.</summary>
/// <param name="why">Why AiSre may not change them, as a clause.</param>
internal sealed class InlineValues(string why)
{
    /// <summary>The layers, the weakest first. Fields outweigh text, and single values both.</summary>
    /// <exception cref="SourceRefusedException">They are no YAML.</exception>
    public IEnumerable<ValueLayer> Layers(ApplicationSource source)
    {
        if (source.Helm is not { } helm)
        {
            yield break;
        }

        if (helm.ValuesObject is { ValueKind: JsonValueKind.Object } fields)
        {
            yield return Mapping(fields.GetRawText(), "spec.source.helm.valuesObject");
        }
        else if (!string.IsNullOrWhiteSpace(helm.Values))
        {
            yield return Mapping(helm.Values, "spec.source.helm.values");
        }

        foreach (var parameter in helm.Parameters.OrderBy(parameter => parameter.ForceString))
        {
            var layer = new SourceLayer(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse("{}"), $"the parameter {parameter.Name} of the application");
            yield return new ParameterLayer(layer, ParameterName.Parse(parameter.Name), parameter.Value, parameter.ForceString) { Fixed = why };
        }

        foreach (var parameter in helm.FileParameters)
        {
            var layer = new SourceLayer(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse("{}"), $"the file {parameter.Path}, which the application gives as {parameter.Name}");
            yield return new ParameterLayer(layer, ParameterName.Parse(parameter.Name), "", IsText: true) { Fixed = "whose whole text it is" };
        }
    }

    private TextLayer Mapping(string text, string name)
    {
        try
        {
            return new TextLayer(new SourceLayer(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse(text), $"the application itself ({name})"), FieldPath.Of()) { Fixed = why };
        }
        catch (YamlRefusedException refused)
        {
            throw new SourceRefusedException($"{name} of the application has YAML in which {refused.Message}; correct the application.");
        }
    }
}
