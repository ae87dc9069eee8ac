using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Diagnosis;

namespace AiSre.Runbooks;

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
    ImmutableArray<string> Applications);

/// <summary>What came of looking for a runbook.</summary>
/// <param name="Chosen">The runbook; null when there is none or when several fit equally well.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Matches">Everything that fits, the most specific first.</param>
public sealed record RunbookChoice(VersionedRunbook? Chosen, string Reason, ImmutableArray<VersionedRunbook> Matches)
{
    /// <summary>Several fit equally well, so a person has to choose.</summary>
    public bool IsTie => Chosen is null && Matches.Length > 0;
}
