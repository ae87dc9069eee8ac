using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Runbooks.Matching;

/// <summary>Makes out of a diagnosed incident what runbooks are looked for with.</summary>
public static class MatchSubjects
{
    /// <summary>Reads it; null while the incident has no causal analysis.</summary>
    public static async Task<MatchSubject?> LoadAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken)
    {
        var diagnosis = await db.Set<DiagnosisRecord>().AsNoTracking()
            .SingleOrDefaultAsync(record => record.IncidentId == incident.Id && record.Analyst == Analyst.Causal, cancellationToken);
        if (diagnosis?.Analysis is not { } analysis)
        {
            return null;
        }

        var symptoms = await db.Set<SymptomRecord>().AsNoTracking()
            .Where(symptom => symptom.IncidentId == incident.Id)
            .ToListAsync(cancellationToken);
        var evidence = EvidenceSet.From(await KeptEvidence.LoadAsync(db, incident.Id, cancellationToken));
        return Of(analysis, symptoms, incident.Cluster, evidence.JsonOf);
    }

    /// <summary>Makes it.</summary>
    /// <param name="analysis">The causal analysis.</param>
    /// <param name="symptoms">All symptoms of the incident; places and workloads are those of its own, not of consequences.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="json">A workload as it was last read; null when it was not.</param>
    public static MatchSubject Of(RootCauseAnalysis analysis, IReadOnlyCollection<SymptomRecord> symptoms, string cluster, Func<ObjectRef, JsonElement?> json)
    {
        var own = symptoms.Where(record => !record.IsConsequence).ToList();
        return new MatchSubject(
            analysis,
            [.. symptoms.Select(record => record.Symptom)],
            cluster,
            [.. own.Select(record => record.Symptom.Workload.Namespace).OfType<string>().Distinct()],
            [.. own.Select(record => record.Application).OfType<string>().Distinct()])
        {
            Workloads = [.. own.Select(record => record.Symptom.Workload).Distinct().Select(workload => MatchWorkload.Of(workload, json(workload)))],
        };
    }
}
