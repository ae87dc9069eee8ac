using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Operations;

namespace AiSre.Runbooks;

/// <summary>What must be so on the cluster for a runbook to be used. Every part that is given must hold, for every workload of the incident.</summary>
public sealed record Precondition
{
    /// <summary>Stands in a field for each container that the symptoms name: <c>spec.template.spec.containers[$failing].image</c>.</summary>
    public const string Failing = "$failing";

    private const int LongestShown = 80;

    /// <summary>Which field of the workload; <see cref="Failing"/> may be one of its steps.</summary>
    public required FieldPath Field { get; init; }

    /// <summary>The field has one of these values.</summary>
    public ImmutableArray<Glob> Is { get; init; } = [];

    /// <summary>The field has none of these values; one that is not there has none.</summary>
    public ImmutableArray<Glob> IsNot { get; init; } = [];

    /// <summary>The field is no less: a number or a quantity such as <c>512Mi</c>.</summary>
    public ResourceQuantity? AtLeast { get; init; }

    /// <summary>The field is no more.</summary>
    public ResourceQuantity? AtMost { get; init; }

    /// <summary>Whether the field has to be there.</summary>
    public bool? Exists { get; init; }

    /// <summary>What it asks for, as a clause: <c>spec.replicas is at least 2</c>.</summary>
    public string Summary => string.Join(" and ", new[]
    {
        Exists is { } exists ? $"{Field} is {(exists ? "" : "not ")}there" : null,
        Is.IsEmpty ? null : $"{Field} is {string.Join(" or ", Is)}",
        IsNot.IsEmpty ? null : $"{Field} is not {string.Join(" or ", IsNot)}",
        AtLeast is { } least ? $"{Field} is at least {least}" : null,
        AtMost is { } most ? $"{Field} is at most {most}" : null,
    }.OfType<string>());

    /// <summary>Whether it holds, and what was found, as a clause.</summary>
    /// <param name="live">The workload as the cluster has it.</param>
    /// <param name="failing">The names of the containers that the symptoms are about; it must hold for each.</param>
    public (bool Holds, string Found) Check(JsonElement live, IReadOnlyCollection<string> failing)
    {
        if (!Field.Steps.Contains(Failing))
        {
            return Check(live, Field);
        }

        if (failing.Count == 0)
        {
            return (false, $"no symptom names a container, so {Field} is not known");
        }

        var found = failing.Select(name => Check(live, FieldPath.Parse(Field.ToString().Replace(Failing, name, StringComparison.Ordinal)))).ToList();
        return found.Find(one => !one.Holds) is { Found: not null } against ? against : (true, string.Join(" and ", found.Select(one => one.Found)));
    }

    private (bool Holds, string Found) Check(JsonElement live, FieldPath field)
    {
        var text = LiveField.Find(live, field) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
        if (text is null)
        {
            return (Exists is not true && Is.IsEmpty && AtLeast is null && AtMost is null, $"{field} is not there");
        }

        var amount = ResourceQuantity.TryParse(text, out var number) ? number : (ResourceQuantity?)null;
        var holds = Exists is not false
            && (Is.IsEmpty || Is.Any(glob => glob.Matches(text)))
            && !IsNot.Any(glob => glob.Matches(text))
            && (AtLeast is not { } least || amount >= least)
            && (AtMost is not { } most || amount <= most);
        return (holds, $"{field} is {(text.Length > LongestShown ? text[..LongestShown] + "…" : text)}");
    }
}
