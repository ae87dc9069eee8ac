using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Incidents;

/// <summary>Reads what an incident has kept.</summary>
public static class KeptEvidence
{
    /// <summary>Every copy, oldest first, so that a later copy of the same address replaces an earlier one.</summary>
    public static async Task<IReadOnlyList<Evidence>> LoadAsync(AiSreDbContext db, Guid incidentId, CancellationToken cancellationToken) =>
        await db.Set<Evidence>().AsNoTracking()
            .Where(evidence => evidence.IncidentId == incidentId)
            .OrderBy(evidence => evidence.CapturedAt)
            .ThenBy(evidence => evidence.Id)
            .ToListAsync(cancellationToken);
}
