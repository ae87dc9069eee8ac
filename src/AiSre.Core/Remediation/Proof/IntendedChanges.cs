using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Proof;

/// <summary>Tells whether a rendered difference is one of the fields that a solution means to change. Pure.</summary>
internal sealed class IntendedChanges(ImmutableArray<IntendedField> fields)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether any field of the object is meant to change.</summary>
    public bool Are(string address) => fields.Any(field => IsOf(field, address));

    /// <summary>The objects that should change for a workload, and that no difference is about.</summary>
    public IEnumerable<string> MissingFor(string workload, IReadOnlyCollection<RenderedChange> changes) => fields
        .Where(field => field.Workload == workload && !changes.Any(change => IsOf(field, change.Object)))
        .Select(field => field.Object.Address)
        .Distinct();

    /// <summary>Whether any field is meant to change for a workload.</summary>
    public bool HaveAny(string workload) => fields.Any(field => field.Workload == workload);

    /// <summary>Whether everything in a difference is meant: a new mapping is looked at value by value.</summary>
    public bool Explain(string address, RenderedField change)
    {
        var mine = fields.Where(field => IsOf(field, address)).Select(field => field.Edit).ToList();
        return mine.Count > 0 && (change.After is null
            ? mine.Exists(edit => edit is FieldEdit.Remove && Below(edit.Path, change.Path) is not null)
            : Leaves(change.Path, JsonNode.Parse(change.After)).All(leaf => mine.Exists(edit => Is(edit, leaf.Path, leaf.Value))));
    }

    private static bool Is(FieldEdit edit, string path, JsonNode? value)
    {
        if (edit is FieldEdit.Append append)
        {
            return Below(append.Path, path) is { } rest && rest.StartsWith('[') && rest.IndexOf("].", StringComparison.Ordinal) is var end and > 0
                && append.Item.TryGetPropertyValue(rest[(end + 2)..], out var part) && JsonNode.DeepEquals(part, value);
        }

        if (edit is not FieldEdit.Set set)
        {
            return false;
        }

        if (Below(set.Path, path) is { } below)
        {
            return below.Length == 0 ? JsonNode.DeepEquals(set.Value, value) : Leaves("", set.Value).Any(leaf => $".{leaf.Path.TrimStart('.')}" == below && JsonNode.DeepEquals(leaf.Value, value));
        }

        // A new item of a list brings its name.
        for (var index = 1; index < set.Path.Steps.Length; index++)
        {
            if (FieldPath.KeyOfItems(set.Path.Steps[index - 1]) is { } key && value is JsonValue name && name.ToString() == set.Path.Steps[index]
                && Below(FieldPath.Of([.. set.Path.Steps[..(index + 1)]]), path) == $".{key}")
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(string path, JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } map => map.SelectMany(pair => Leaves($"{path}.{pair.Key}", pair.Value)),
        JsonArray { Count: > 0 } list => list.SelectMany((item, index) => Leaves($"{path}[{(item is JsonObject named && named["name"] is JsonValue name ? name.ToString() : index)}]", item)),
        _ => [(path, value)],
    };

    // What follows the field in a rendered path; null when that leads elsewhere. Items of lists without a key are rendered by index.
    private static string? Below(FieldPath path, string rendered)
    {
        var pattern = string.Concat(path.Steps.Select((step, index) =>
            !path.IsItem(index) ? (index == 0 ? "" : @"\.") + Regex.Escape(step)
            : FieldPath.KeyOfItems(path.Steps[index - 1]) is null ? @"\[[^\]]*\]"
            : $@"\[{Regex.Escape(step)}\]"));
        return Regex.Match(rendered, $@"\A{pattern}(?<rest>(?:[.\[].*)?)\z", RegexOptions.Singleline, LongestMatch) is { Success: true } match ? match.Groups["rest"].Value : null;
    }

    // A manifest may leave the namespace to the application's destination.
    private static bool IsOf(IntendedField field, string address) => address == field.Object.Address || address == (field.Object with { Namespace = null }).Address;
}
