using AiSre.Data;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Diagnosis.Model;

/// <summary>Makes out of a kept incident what a model is asked.</summary>
internal static class ModelQuestions
{
    /// <summary>The incident as it is kept; null when it has no causal diagnosis, or is over and no longer of interest.</summary>
    public static async Task<ModelQuestion?> LoadAsync(AiSreDbContext db, Guid incidentId, bool mayBeOver, CancellationToken cancellationToken)
    {
        var incident = await db.Set<Incident>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.Id == incidentId && (mayBeOver || known.ClosedAt == null), cancellationToken);
        var causal = await db.Set<DiagnosisRecord>().AsNoTracking()
            .SingleOrDefaultAsync(known => known.IncidentId == incidentId && known.Analyst == Analyst.Causal, cancellationToken);
        if (incident is null || causal?.Analysis is null)
        {
            return null;
        }

        var symptoms = await db.Set<SymptomRecord>().AsNoTracking().Where(known => known.IncidentId == incidentId)
            .OrderBy(known => known.FirstSeenAt).ThenBy(known => known.Id).ToListAsync(cancellationToken);
        var evidence = await db.Set<Evidence>().AsNoTracking().Where(kept => kept.IncidentId == incidentId)
            .OrderBy(kept => kept.CapturedAt).ThenBy(kept => kept.Address).ToListAsync(cancellationToken);
        return new ModelQuestion
        {
            IncidentId = incidentId,
            Title = incident.Title,
            Symptoms = [.. symptoms.Select(known => known.Symptom)],
            Causal = causal.Analysis,
            Evidence = [.. evidence.Select(kept => new EvidenceText(kept.Address, kept.Kind, kept.Content))],
        };
    }
}
