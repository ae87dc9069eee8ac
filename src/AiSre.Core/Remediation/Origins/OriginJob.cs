using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Hangfire;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Origins;

/// <summary>The job that finds where an incident's fault came from. Nothing waits for it: a diagnosis stands without.</summary>
/// <remarks>
/// It only reads, and keeps one row per incident, so it may run any number of times. What it finds is also put into the incident's pull request:
/// there first, into the row after, so that a process that ends in between does it again.
/// </remarks>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // The row says when to try again.
internal sealed partial class OriginJob(
    OriginSubjects subjects, OriginSearch search, ApplicationOrigins applications, GitHubRepositories repositories, IDbContextFactory<AiSreDbContext> contexts, IDistributedLockProvider locks, TimeProvider time,
    ILogger<OriginJob> logger)
{
    /// <summary>The recorder may need a moment for the revision that brought the fault; each time it is waited so much longer.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(3);

    /// <summary>So long after an incident was opened it is not said that nothing is on record.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    /// <summary>How long after an incident was opened GitHub is still asked.</summary>
    private static readonly TimeSpan KeepTryingFor = TimeSpan.FromDays(1);

    /// <summary>Searches when it is due, and completes the pull request when there is one that lacks what was found.</summary>
    public async Task RunAsync(Guid incidentId, CancellationToken cancellationToken)
    {
        await using var alone = await locks.TryAcquireLockAsync($"aisre:origin:{incidentId}", TimeSpan.Zero, cancellationToken);
        if (alone is null)
        {
            return; // Another worker is at it.
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == incidentId, cancellationToken);
        var diagnosis = await db.Set<DiagnosisRecord>().AsNoTracking()
            .SingleOrDefaultAsync(one => one.IncidentId == incidentId && one.Analyst == Analyst.Causal, cancellationToken);
        if (incident is null || diagnosis?.Analysis is not { } analysis)
        {
            return;
        }

        var record = await db.Set<FaultOriginRecord>().SingleOrDefaultAsync(one => one.IncidentId == incidentId, cancellationToken);
        if (IsDue(record, diagnosis))
        {
            record = await SearchAsync(db, incident, analysis, record, cancellationToken);
        }

        if (record is { Origin: { } origin, NextAttemptAt: null })
        {
            await DescribeAsync(db, incidentId, origin, cancellationToken);
        }
    }

    private bool IsDue(FaultOriginRecord? record, DiagnosisRecord diagnosis) =>
        record is null || record.NextAttemptAt <= time.GetUtcNow()
        || (record.Origin?.HasCommit != true && record.At < diagnosis.At); // The incident grew, or was opened again.

    private async Task<FaultOriginRecord> SearchAsync(
        AiSreDbContext db, Incident incident, RootCauseAnalysis analysis, FaultOriginRecord? record, CancellationToken cancellationToken)
    {
        var (origin, problem) = await FindAsync(db, incident, analysis, cancellationToken);
        var now = time.GetUtcNow();
        if (record is null)
        {
            record = new FaultOriginRecord { IncidentId = incident.Id, At = now };
            db.Add(record);
        }

        record.At = now;
        record.Attempts++;
        record.Problem = problem?.Message;
        var age = now - incident.OpenedAt;
        var mayCome = !origin.HasCommit && problem is null && age < OriginSubjects.Recording;
        record.NextAttemptAt = mayCome ? now + (LookAgainAfter * record.Attempts)
            : problem is not null && age < KeepTryingFor ? now + Backoff.After(record.Attempts, problem)
            : null;

        // That nothing is on record is said once it can be relied on.
        record.Origin = mayCome && age < Early ? record.Origin : origin;
        await db.SaveChangesAsync(cancellationToken);
        return record;
    }

    private async Task<(FaultOrigin Origin, ProblemException? Problem)> FindAsync(
        AiSreDbContext db, Incident incident, RootCauseAnalysis analysis, CancellationToken cancellationToken)
    {
        try
        {
            var evidence = EvidenceSet.From(await KeptEvidence.LoadAsync(db, incident.Id, cancellationToken));
            if (ApplicationOrigins.IsFor(analysis) && evidence.Objects.Find(analysis.Object) is Application application)
            {
                return await applications.FindAsync(application, cancellationToken);
            }

            return await search.FindAsync(analysis.Code, await subjects.LoadAsync(db, incident, evidence, cancellationToken), evidence.Objects, cancellationToken);
        }
        catch (Exception defect) when (!cancellationToken.IsCancellationRequested && !DatabaseAway.Is(defect))
        {
            Log.Defect(logger, defect, incident.Number);
            const string sentence = "AiSre failed at looking for the change that introduced this; it tries again, and its log says more.";
            return (new FaultOrigin(OriginVerdict.Unknown, sentence, []), new ProblemException(sentence, innerException: defect));
        }
    }

    private async Task DescribeAsync(AiSreDbContext db, Guid incidentId, FaultOrigin origin, CancellationToken cancellationToken)
    {
        var proposal = await db.Set<Proposal>().SingleOrDefaultAsync(
            one => one.IncidentId == incidentId && one.RevertOf == null && one.PullRequestState == PullRequestState.Open && one.PullRequestNumber != null, cancellationToken);
        if (proposal is null || PullRequestText.WithOrigin(proposal.Body, origin) is var body && body == proposal.Body)
        {
            return;
        }

        try
        {
            await repositories.For(proposal.RepositoryUrl).DescribePullRequestAsync(proposal.PullRequestNumber!.Value, proposal.Title, body, cancellationToken);
            proposal.Body = body;
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception error) when (error is ProblemException or DbUpdateConcurrencyException)
        {
            // The sweep finds that the text still lacks it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Looking for where the fault of incident {Number} came from failed.")]
        public static partial void Defect(ILogger logger, Exception defect, int number);
    }
}
