using System.Security.Cryptography;
using System.Text;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Incidents.Proof;

/// <summary>Reads one piece of evidence, and checks that it is still what was captured.</summary>
public class EvidenceQuery(IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>The newest copy that says the quotation, or the newest one when no quotation is given or none says it; null when nothing was kept.</summary>
    public virtual async Task<EvidenceView?> ReadAsync(Guid incidentId, string address, string? quote, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var copies = await db.Set<Evidence>().AsNoTracking()
            .Where(evidence => evidence.IncidentId == incidentId && evidence.Address == address)
            .OrderByDescending(evidence => evidence.CapturedAt)
            .ToListAsync(cancellationToken);
        var copy = quote is null ? null : copies.Find(candidate => Quotations.Contains(candidate.Content, quote));
        return (copy ?? copies.FirstOrDefault()) is { } chosen ? View(chosen, quote) : null;
    }

    private static EvidenceView View(Evidence evidence, string? quote)
    {
        var text = QuoteFinder.Show(evidence.Content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(evidence.Content)));
        return new(
            evidence.Address, evidence.Kind, text, evidence.Sha256, hash == evidence.Sha256, evidence.CapturedAt,
            quote is null ? null : QuoteFinder.Find(text, quote));
    }
}
