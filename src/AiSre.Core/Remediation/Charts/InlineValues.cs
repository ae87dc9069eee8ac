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
    /// <param name="beside">The files that outweigh the application.</param>
    /// <param name="home">The repository that has those.</param>
    /// <exception cref="SourceRefusedException">They are no YAML.</exception>
    public IEnumerable<ValueLayer> Layers(ApplicationSource of, IReadOnlyDictionary<string, string> files, SourceOverrides beside, SourceRepository? home)
    {
        var helm = of.Helm ?? new HelmSource();
        if (helm.ValuesObject is { ValueKind: JsonValueKind.Object } || beside.DeciderOf("helm", "valuesObject") is not null)
        {
            if (helm.ValuesObject is { ValueKind: JsonValueKind.Object } fields)
            {
                yield return Mapping(fields.GetRawText(), _helm.Then("valuesObject"), isText: false);
            }

            foreach (var file in beside.Files.Where(file => file["helm", "valuesObject"] is YamlMapping))
            {
                var text = new SourceLayer(new ImagePlace.Field(file.Path, 0, YamlPath.Root.Key("helm").Key("valuesObject")), file.Content, file.Path);
                yield return new TextLayer(text, FieldPath.Of()) { Repository = home };
            }
        }
        else if (beside.DeciderOf("helm", "values") is { } file && file["helm", "values"] is YamlScalar values)
        {
            var text = new SourceLayer(new ImagePlace.InlineField(file.Path, YamlPath.Root.Key("helm").Key("values"), 0, YamlPath.Root), Parsed(values.Value, file.Path), file.Path);
            yield return new TextLayer(text, FieldPath.Of()) { Repository = home };
        }
        else if (!string.IsNullOrWhiteSpace(helm.Values))
        {
            yield return Mapping(helm.Values, _helm.Then("values"), isText: true);
        }

        // Those that are texts in any case are given to Helm last.
        foreach (var parameter in (beside.DeciderOf("helm", "parameters") is { } deciding ? Beside(deciding, home) : Own(helm)).OrderBy(parameter => parameter.IsText))
        {
            yield return parameter;
        }

        foreach (var parameter in beside.Apply(of).Helm?.FileParameters ?? [])
        {
            yield return new ParameterLayer(Text("{}", _helm.Then("fileParameters").Item(parameter.Name)), ParameterName.Parse(parameter.Name), files[parameter.Name], IsText: true) { Fixed = $"which is the whole text of {parameter.Path}" };
        }
    }

    private IEnumerable<ParameterLayer> Own(HelmSource helm)
    {
        foreach (var parameter in helm.Parameters)
        {
            var field = _helm.Then("parameters").Item(parameter.Name).Then("value");
            yield return new ParameterLayer(Text("{}", field), ParameterName.Parse(parameter.Name), parameter.Value, parameter.ForceString) { Field = field, Repository = repository, Fixed = why };
        }
    }

    private static IEnumerable<ParameterLayer> Beside(SourceOverrideFile file, SourceRepository? home)
    {
        var view = new YamlView(file.Content);
        foreach (var (item, index) in view.Items(file["helm"], "parameters"))
        {
            var path = ParameterName.Parse(view.Text(item, "name") ?? "");
            var text = new SourceLayer(new ImagePlace.Field(file.Path, 0, YamlPath.Root.Key("helm").Key("parameters").Index(index).Key("value")), file.Content, file.Path) { Sets = path };
            yield return new ParameterLayer(text, path, view.Text(item, "value") ?? "", view.Text(item, "forceString") == "true") { Repository = home };
        }
    }

    private static YamlFile Parsed(string text, string where)
    {
        try
        {
            return YamlFile.Parse(text);
        }
        catch (YamlRefusedException refused)
        {
            throw new SourceRefusedException($"{where} has YAML in which {refused.Message}; correct it.");
        }
    }

    private TextLayer Mapping(string text, FieldPath field, bool isText)
    {
        _ = Parsed(text, $"{field} of the application");
        return new TextLayer(Text(text, field), FieldPath.Of()) { Field = field, IsText = isText, Repository = repository, Fixed = why };
    }

    private static SourceLayer Text(string text, FieldPath field) => new(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse(text), $"the application itself ({field})");
}
