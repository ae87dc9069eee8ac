using System.Collections.Immutable;
using System.IO.Enumeration;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents.Silences;

/// <summary>Which symptoms a silence is about. What is not given does not narrow it; all that is given must fit.</summary>
public sealed record SilenceSelector
{
    /// <summary>The cluster's name.</summary>
    public string? Cluster { get; init; }

    /// <summary>The namespace; <c>*</c> stands for any characters, <c>?</c> for one.</summary>
    public string? Namespace { get; init; }

    /// <summary>The kind of the object that shows the symptom, or of its workload: <c>Deployment</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The name of the object that shows the symptom, or of its workload; <c>*</c> and <c>?</c> as above.</summary>
    public string? Name { get; init; }

    /// <summary>Labels that the workload carries, all of them.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The symptom's code.</summary>
    public SymptomReason? Reason { get; init; }

    /// <summary>Whether nothing is given, so that everything would be silenced.</summary>
    public bool IsEmpty => Cluster is null && Namespace is null && Kind is null && Name is null && Reason is null && Labels.IsEmpty;

    /// <param name="cluster">The cluster that shows the symptom.</param>
    /// <param name="symptom">The symptom.</param>
    /// <param name="labels">The labels of its workload.</param>
    public bool Matches(string cluster, Symptom symptom, StringMap labels) =>
        (Cluster is null || Cluster == cluster)
        && (Namespace is null || Fits(Namespace, symptom.Object.Namespace ?? symptom.Workload.Namespace ?? ""))
        && (Reason is null || Reason == symptom.Reason)
        && (FitsObject(symptom.Object) || FitsObject(symptom.Workload))
        && Labels.All(label => labels[label.Key] == label.Value);

    /// <summary>In words: <c>Deployment shop/checkout-* on prod, ImagePullFailed</c>.</summary>
    public override string ToString()
    {
        var what = Kind ?? (Name is null && Namespace is null ? "Everything" : "Objects");
        var where = (Namespace, Name) switch
        {
            (null, null) => "",
            (null, { } name) => $" {name}",
            ({ } space, null) => $" in namespace {space}",
            var (space, name) => $" {space}/{name}",
        };
        var labels = Labels.IsEmpty ? "" : $" with {string.Join(", ", Labels.Select(label => $"{label.Key}={label.Value}"))}";
        return $"{what}{where}{labels}{(Cluster is null ? "" : $" on {Cluster}")}{(Reason is null ? "" : $", {Reason}")}";
    }

    public bool Equals(SilenceSelector? other) =>
        other is not null && Cluster == other.Cluster && Namespace == other.Namespace && Kind == other.Kind && Name == other.Name
        && Reason == other.Reason && Labels.SequenceEqual(other.Labels);

    public override int GetHashCode() => HashCode.Combine(Cluster, Namespace, Kind, Name, Reason);

    private bool FitsObject(ObjectRef reference) => (Kind is null || Kind == reference.Kind) && (Name is null || Fits(Name, reference.Name));

    private static bool Fits(string pattern, string value) => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
