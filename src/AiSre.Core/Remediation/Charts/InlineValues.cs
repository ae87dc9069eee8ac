using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Charts;

/// <summary>The values that an application itself gives to its chart.</summary>
/// <param name="source">Which of its sources, as a field of the application.</param>
/// <param name="repository">The repository that declares the application; null when none does that AiSre can read.</param>
/// <param name="why">Why they cannot be changed, as a clause; null when they can.</param>
internal sealed class InlineValues(FieldPath source, SourceRepository? repository, string? why)
{
    private readonly FieldPath _helm = source.Then("helm");

    /// <summary>The layers, the weakest first. Fields outweigh text, and single values both.</summary>
    /// <param name="of">The source.</param>
    /// <param name="files">The texts of the files that it gives as values, by the names of the values.</param>
    /// <exception cref="SourceRefusedException">They are no YAML.</exception>
    public IEnumerable<ValueLayer> Layers(ApplicationSource of, IReadOnlyDictionary<string, string> files)
    {
        if (of.Helm is not { } helm)
        {
            yield break;
        }

        if (helm.ValuesObject is { ValueKind: JsonValueKind.Object } fields)
        {
            yield return Mapping(fields.GetRawText(), _helm.Then("valuesObject"), isText: false);
        }
        else if (!string.IsNullOrWhiteSpace(helm.Values))
        {
            yield return Mapping(helm.Values, _helm.Then("values"), isText: true);
        }

        // Those that are texts in any case are given to Helm last.
        foreach (var parameter in helm.Parameters.OrderBy(parameter => parameter.ForceString))
        {
            var field = _helm.Then("parameters").Item(parameter.Name).Then("value");
            yield return new ParameterLayer(Text("{}", field), ParameterName.Parse(parameter.Name), parameter.Value, parameter.ForceString) { Field = field, Repository = repository, Fixed = why };
        }

        foreach (var parameter in helm.FileParameters)
        {
            yield return new ParameterLayer(Text("{}", _helm.Then("fileParameters").Item(parameter.Name)), ParameterName.Parse(parameter.Name), files[parameter.Name], IsText: true) { Fixed = $"which is the whole text of {parameter.Path}" };
        }
    }

    private TextLayer Mapping(string text, FieldPath field, bool isText)
    {
        try
        {
            return new TextLayer(Text(text, field), FieldPath.Of()) { Field = field, IsText = isText, Repository = repository, Fixed = why };
        }
        catch (YamlRefusedException refused)
        {
            throw new SourceRefusedException($"{field} of the application has YAML in which {refused.Message}; correct the application.");
        }
    }

    private static SourceLayer Text(string text, FieldPath field) => new(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse(text), $"the application itself ({field})");
}
