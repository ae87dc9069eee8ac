using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents.LifeCycle;
using AiSre.Incidents.Silences;
using AiSre.Incidents.Stages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AiSre.Incidents.Intake;

/// <summary>
/// Brings the incidents of one cluster in line with what it shows: opens, extends and recovers them. It compares states, so running it
/// again, late, or after a crash gives the same rows.
/// </summary>
internal sealed class IncidentReconciler(
    IDbContextFactory<AiSreDbContext> contexts, StageDispatcher dispatcher, IOptions<LifeCycleOptions> options, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>Reconciles once.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="correlate">Groups the settled symptoms by cause, given which fingerprint belongs to the incident of which key so far.</param>
    /// <param name="showing">The fingerprints of everything that shows, settled or not.</param>
    /// <param name="view">What the cluster says of workloads.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When to look again though nothing changes: a recovery falls due, a silence ends. Null when there is no need.</returns>
    public async Task<DateTimeOffset?> ReconcileAsync(
        string cluster,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyList<CorrelatedGroup>> correlate,
        IReadOnlySet<string> showing,
        IWorkloadView view,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var board = await IncidentBoard.LoadAsync(db, cluster, options.Value, now, cancellationToken);
        var silences = await ActiveSilences.LoadAsync(db, cluster, now, cancellationToken);
        foreach (var group in correlate(board.Assigned))
        {
            await PlaceAsync(board, cluster, group, silences, view, now, cancellationToken);
        }

        board.MarkGone(showing, now);
        board.Silence(silences, view, now);
        var nextRecovery = board.Recover(now, view);
        var changed = board.Woken();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (
            error is DbUpdateConcurrencyException || error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // A stage or another replica wrote at the same time; the next look starts from what is there then.
            return now + RetryAfter;
        }

        foreach (var incident in changed)
        {
            dispatcher.Wake(incident.Id, incident.State);
        }

        return nextRecovery is null || silences.NextChange < nextRecovery ? silences.NextChange : nextRecovery;
    }

    private static async Task PlaceAsync(
        IncidentBoard board, string cluster, CorrelatedGroup group, ActiveSilences silences, IWorkloadView view, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool IsSilenced(Symptom symptom) => silences.Until(symptom, view.LabelsOf(symptom.Workload)) is not null;
        if (group.Symptoms.All(board.Lingers))
        {
            return;
        }

        var isSilenced = group.Symptoms.All(IsSilenced);
        if (!isSilenced)
        {
            board.Reopen(group, now);
        }

        var news = new List<(Symptom Symptom, bool IsConsequence)>();
        foreach (var (symptom, isConsequence) in group.Symptoms.Select(root => (root, false)).Concat(group.Consequences.Select(consequence => (consequence, true))))
        {
            // What is silenced is seen, and forgotten again: once the silence is over it is news, if it still shows. What follows from a
            // silenced cause is no news either.
            if (!board.Refresh(symptom, now) && !isSilenced && !IsSilenced(symptom))
            {
                news.Add((symptom, isConsequence));
            }
        }

        if (news.Count == 0)
        {
            return;
        }

        var incident = board.FindFor(group, [.. news.Select(item => item.Symptom)]) ?? await board.OpenAsync(cluster, group, now, cancellationToken);
        board.Attach(incident, group, news, view, now);
    }
}
