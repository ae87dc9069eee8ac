using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Sets;

/// <summary>Makes an application of the template of an ApplicationSet. Of Go's templates only the paths of parameters are played.</summary>
internal static partial class SetTemplate
{
    /// <exception cref="SourceException">The template asks for a parameter that there is not, or for more than that.</exception>
    public static JsonObject Render(JsonObject set, JsonObject parameters)
    {
        var template = set.Child("spec", "template") ?? [];
        return (JsonObject)Render(template, parameters, set.Flag("spec", "goTemplate"))!;
    }

    private static JsonNode? Render(JsonNode? node, JsonObject parameters, bool isGo) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Render(pair.Value, parameters, isGo)))),
        JsonArray list => new JsonArray([.. list.Select(item => Render(item, parameters, isGo))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Expression().Replace(text, match => Find(match.Groups[1].Value.Trim(), parameters, isGo))),
        _ => node?.DeepClone(),
    };

    private static string Find(string name, JsonObject parameters, bool isGo)
    {
        if (!(isGo ? GoPath() : PlainPath()).IsMatch(name))
        {
            throw new SourceException($"the expression {{{{{name}}}}} is not played here");
        }

        string[] steps = isGo ? name[1..].Split('.') : name == "path" ? ["path", "path"] : name.Split('.');
        return parameters.Text(steps) ?? parameters.At(steps)?.ToJsonString() ?? throw new SourceException($"there is no parameter {name}");
    }

    [GeneratedRegex(@"\{\{([^{}]*)\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\A(?:\.[A-Za-z_][A-Za-z0-9_]*)+\z")]
    private static partial Regex GoPath();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*\z")]
    private static partial Regex PlainPath();
}
