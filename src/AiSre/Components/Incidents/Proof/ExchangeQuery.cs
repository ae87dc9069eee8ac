using AiSre.Data;
using AiSre.Diagnosis.Model;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Incidents.Proof;

/// <summary>Reads word for word what was sent to a model, and what came back.</summary>
public class ExchangeQuery(IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>The exchange; null when there is none of that id.</summary>
    public virtual async Task<ExchangeView?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<ModelExchange>().AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken) is { } exchange
            ? new(
                exchange.Model, exchange.At, exchange.Outcome, exchange.Status, exchange.Duration,
                QuoteFinder.Show(exchange.RequestText), exchange.ResponseText is { } response ? QuoteFinder.Show(response) : null)
            : null;
    }
}

/// <summary>One exchange as the page shows it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Status">The HTTP status; null when no response came.</param>
/// <param name="Duration">From sending to the last byte read; null while under way.</param>
/// <param name="Request">What was sent, laid out for reading.</param>
/// <param name="Response">What came back; null when nothing did.</param>
public sealed record ExchangeView(
    string Model, DateTimeOffset At, ExchangeOutcome Outcome, int? Status, TimeSpan? Duration, string Request, string? Response);
