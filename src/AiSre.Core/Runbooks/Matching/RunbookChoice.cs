using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Runbooks.Operations;

namespace AiSre.Runbooks.Matching;

/// <summary>A runbook as one saved version says it.</summary>
/// <param name="Runbook">The parsed text.</param>
/// <param name="Version">The version's number, from 1.</param>
public sealed record VersionedRunbook(Runbook Runbook, int Version);

/// <summary>What a runbook is looked for: a diagnosed incident and where it is.</summary>
/// <param name="Analysis">The causal analysis. A model's is never used to choose.</param>
/// <param name="Symptoms">The incident's symptoms.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Namespaces">Every namespace in which a workload is affected.</param>
/// <param name="Applications">The Argo CD applications that own them, as <c>namespace/name</c>.</param>
public sealed record MatchSubject(
    RootCauseAnalysis Analysis,
    ImmutableArray<Symptom> Symptoms,
    string Cluster,
    ImmutableArray<string> Namespaces,
    ImmutableArray<string> Applications)
{
    /// <summary>The workloads that are affected.</summary>
    public ImmutableArray<MatchWorkload> Workloads { get; init; } = [];
}

/// <summary>A workload that an incident is about.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Labels">Its own labels.</param>
/// <param name="Live">The whole object; null where it could not be read.</param>
public sealed record MatchWorkload(ObjectRef Workload, IReadOnlyDictionary<string, string> Labels, JsonElement? Live)
{
    /// <summary>The workload as an object that was read.</summary>
    public static MatchWorkload Of(ObjectRef workload, JsonElement? live)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (live is { } json && LiveField.Find(json, FieldPath.Of("metadata", "labels")) is { ValueKind: JsonValueKind.Object } map)
        {
            foreach (var label in map.EnumerateObject())
            {
                labels[label.Name] = label.Value.ToString();
            }
        }

        return new MatchWorkload(workload, labels, live);
    }
}

/// <summary>How a runbook fits an incident, condition by condition.</summary>
/// <param name="Fits">Whether all conditions hold.</param>
/// <param name="Holds">The conditions that hold, as clauses.</param>
/// <param name="Fails">Those that do not.</param>
public sealed record RunbookFit(bool Fits, ImmutableArray<string> Holds, ImmutableArray<string> Fails);

/// <summary>What came of looking for a runbook.</summary>
/// <param name="Chosen">The runbook; null when there is none or when several fit equally well.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Matches">Everything that fits, the most specific first.</param>
public sealed record RunbookChoice(VersionedRunbook? Chosen, string Reason, ImmutableArray<VersionedRunbook> Matches)
{
    /// <summary>Several fit equally well, so a person has to choose.</summary>
    public bool IsTie => Chosen is null && Matches.Length > 0;
}
