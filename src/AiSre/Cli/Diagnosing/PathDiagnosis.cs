using System.Collections.Immutable;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;

namespace AiSre.Cli.Diagnosing;

/// <summary>What one path holds, diagnosed by the same analyzers, correlation and analyst as a watched cluster.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Findings">Every symptom, the passing ones too.</param>
/// <param name="Incidents">The most severe first.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record PathDiagnosis(
    string Path, ImmutableArray<Symptom> Findings, ImmutableArray<DiagnosedGroup> Incidents, IReadOnlyList<string> Problems)
{
    /// <param name="path">As it was given.</param>
    /// <param name="files">What it holds.</param>
    public static PathDiagnosis Of(string path, ObjectFiles files)
    {
        var evidence = new EvidenceSet();
        foreach (var file in files.Objects)
        {
            evidence.Add(file.Value, file.Json);
        }

        foreach (var log in files.Logs)
        {
            evidence.Add(log);
        }

        foreach (var kind in files.Listed)
        {
            evidence.Objects.MarkListed(kind);
        }

        // Files are as old as the newest thing in them, not as now.
        var present = files.Present ?? DateTimeOffset.UnixEpoch;
        var findings = Detector.Thorough.AnalyzeAll(evidence.Objects, present);
        var settled = findings
            .Where(symptom => SettleTimes.IsSettled(symptom, present))
            .ToList();
        var incidents = Correlation.Correlate(settled, evidence.Objects)
            .Select(group => DiagnosedGroup.Of(group, evidence));
        return new PathDiagnosis(path, [.. findings], [.. incidents], files.Problems);
    }
}

/// <param name="Group">Symptoms that share a cause.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Changed">What changed about its workloads, as far as the files tell.</param>
internal sealed record DiagnosedGroup(CorrelatedGroup Group, RootCauseAnalysis Cause, ImmutableArray<RolloutChange> Changed)
{
    public static DiagnosedGroup Of(CorrelatedGroup group, EvidenceSet evidence)
    {
        var cause = CausalAnalyst.Analyze(DiagnosisInput.Of(group, evidence));
        return new DiagnosedGroup(group, cause, RolloutChange.Of(group, cause.Code, evidence));
    }
}
