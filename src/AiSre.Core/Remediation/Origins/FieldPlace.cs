using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Origins;

/// <summary>A field as a file has it.</summary>
/// <param name="Value">A text that differs when the field does; null when it is not there.</param>
/// <param name="Line">Where it stands, from 1; null when it is not there.</param>
internal readonly record struct FieldText(string? Value, int? Line);

/// <summary>Finds a field of a live object, named as <see cref="FieldDiff"/> names fields, in a manifest. Pure.</summary>
internal static class FieldPlace
{
    /// <summary>Reads the field; of one that is not there, nothing.</summary>
    public static FieldText Read(YamlView view, YamlNode manifest, string field)
    {
        var path = FieldPath.Parse(field);
        var walk = FieldWalk.Along(view, manifest, YamlPath.Root, path);
        return walk.Matched == path.Steps.Length ? new FieldText(view.Flat(walk.Node), walk.Line) : default;
    }
}
