using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Charts;

/// <summary>A field that another rendering of a chart has otherwise.</summary>
/// <param name="Object">The object, as it was.</param>
/// <param name="Change">What differs.</param>
internal sealed record RenderedDifference(SourceObject Object, FieldChange Change)
{
    /// <summary>
    /// Whether it only describes the object: charts write versions and checksums there. A selector is no such thing, and would refuse to change.
    /// </summary>
    public bool IsDescription => FieldPath.Parse(Change.Path).Steps is ["metadata", "labels" or "annotations", _, ..] or ["spec", "template", "metadata", "labels" or "annotations", _, ..]
        or ["spec", "jobTemplate", "spec", "template", "metadata", "labels" or "annotations", _, ..];

    /// <summary>The same as what is meant to come of a change.</summary>
    public FieldEdit ToEdit() => Change.After is { } after
        ? new FieldEdit.Set(FieldPath.Parse(Change.Path), JsonValue.Create(after))
        : new FieldEdit.Remove(FieldPath.Parse(Change.Path));

    public override string ToString() => $"{Change.Path} of {Object.Declared.Kind} {Object.Name}";
}

/// <summary>Tells what differs between two renderings of a chart. Pure.</summary>
internal static class RenderComparison
{
    /// <summary>The differences; null when objects come, go or change their names.</summary>
    public static ImmutableArray<RenderedDifference>? Between(RenderedChart before, RenderedChart after)
    {
        if (before.Objects.Length != after.Objects.Length || !before.NotRead.SequenceEqual(after.NotRead))
        {
            return null;
        }

        var found = ImmutableArray.CreateBuilder<RenderedDifference>();
        foreach (var (old, now) in before.Objects.Zip(after.Objects))
        {
            if (!old.Declared.Equals(now.Declared) || old.File != now.File)
            {
                return null;
            }

            found.AddRange(FieldDiff.Between(Json(old), Json(now)).Select(change => new RenderedDifference(old, change)));
        }

        return found.ToImmutable();
    }

    /// <summary>Whether a difference is what an edit of a field means.</summary>
    public static bool IsMeant(FieldEdit edit, FieldChange change)
    {
        var wanted = edit.Path.ToString();
        return change.Path == wanted
            || change.Path.StartsWith(wanted + ".", StringComparison.Ordinal)
            || change.Path.StartsWith(wanted + "[", StringComparison.Ordinal)
            || IsNameOfItem(edit.Path, change);
    }

    // A new item of a list brings its name.
    private static bool IsNameOfItem(FieldPath path, FieldChange change)
    {
        for (var index = 1; index < path.Steps.Length; index++)
        {
            if (FieldPath.KeyOfItems(path.Steps[index - 1]) is { } key && change.After == path.Steps[index] && change.Path == FieldPath.Of([.. path.Steps[..(index + 1)]]).Then(key).ToString())
            {
                return true;
            }
        }

        return false;
    }

    private static JsonElement Json(SourceObject item) => JsonSerializer.SerializeToElement(new YamlView(item.Layers[0].Content).Json(item.Layers[0].Node));
}
