using AiSre.Data;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using Hangfire;
using Medallion.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Diagnosis.Model;

/// <summary>The job that puts a model's analysis beside the causal one. Nothing waits for it.</summary>
/// <remarks>
/// One record per incident, whatever is enqueued twice: the job is alone in the fleet for its incident and looks before it asks. It has a
/// queue of its own, because eight answers of a minute each would keep every worker from the incidents that can be repaired meanwhile.
/// </remarks>
public sealed partial class ModelAnalysisJob(
    ModelAnalyst analyst,
    IDbContextFactory<AiSreDbContext> contexts,
    IDistributedLockProvider locks,
    IBackgroundJobClient jobs,
    IOptions<ModelOptions> options,
    TimeProvider time,
    ILogger<ModelAnalysisJob> logger)
{
    /// <summary>The queue that model analyses run on.</summary>
    public const string Queue = "model";

    /// <summary>How often an incident is asked about when the failures are of the kind that passes.</summary>
    private const int Attempts = 4;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Asks the model about an incident, once its causal diagnosis is kept; does nothing when it was asked before.</summary>
    [Queue(Queue)]
    public Task RunAsync(Guid incidentId, CancellationToken cancellationToken) => RunAsync(incidentId, attempt: 1, cancellationToken);

    /// <summary>Asks again after a failure that passes; does nothing when there is an analysis by now, or the incident is over.</summary>
    [Queue(Queue)]
    public Task RetryAsync(Guid incidentId, int attempt, CancellationToken cancellationToken) => RunAsync(incidentId, attempt, cancellationToken);

    private async Task RunAsync(Guid incidentId, int attempt, CancellationToken cancellationToken)
    {
        if (!options.Value.IsConfigured)
        {
            return; // It was when the job was enqueued.
        }

        await using var alone = await locks.TryAcquireLockAsync($"aisre:model:{incidentId}", TimeSpan.Zero, cancellationToken);
        if (alone is null)
        {
            return; // Another worker is asking this very question.
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var record = await db.Set<DiagnosisRecord>()
            .SingleOrDefaultAsync(known => known.IncidentId == incidentId && known.Analyst == Analyst.Model, cancellationToken);
        var isDone = record is not null && (attempt == 1 || record.Analysis is not null);
        if (isDone || await ModelQuestions.LoadAsync(db, incidentId, mayBeOver: attempt == 1, cancellationToken) is not { } question)
        {
            return;
        }

        var answer = await analyst.AnalyseAsync(question, cancellationToken);
        var isNew = record is null;
        if (record is null)
        {
            record = new DiagnosisRecord
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                IncidentId = incidentId,
                Analyst = Analyst.Model,
                Model = options.Value.Name,
                At = time.GetUtcNow(),
            };
            db.Add(record);
        }

        record.Analysis = answer.Analysis;
        record.Problem = answer.Problem;
        record.DroppedClaims = answer.DroppedClaims;
        if (isNew || answer.Analysis is not null)
        {
            db.Add(new TimelineEntry
            {
                IncidentId = incidentId,
                At = time.GetUtcNow(),
                Kind = TimelineKind.ModelAnalysed,
                Text = Sentence(answer, question.Causal),
                Actor = StageContext.AiSreItself,
            });
        }

        // Before the row: a process that ends in between starts this job again, and one question too many is better than none.
        Retry(incidentId, attempt, answer);
        await db.SaveChangesAsync(cancellationToken);
    }

    private void Retry(Guid incidentId, int attempt, ModelAnswer answer)
    {
        if (answer.RetryAfter is not { } asked || attempt >= Attempts)
        {
            return;
        }

        var wait = TimeSpan.FromMinutes(Math.Pow(2, attempt - 1));
        wait = asked > wait ? asked : wait;
        wait = wait < LongestWait ? wait : LongestWait;
        jobs.Schedule<ModelAnalysisJob>(job => job.RetryAsync(incidentId, attempt + 1, CancellationToken.None), wait);
        Log.Again(logger, incidentId, attempt + 1, wait);
    }

    private string Sentence(ModelAnswer answer, RootCauseAnalysis causal)
    {
        var model = $"The model {options.Value.Name}";
        if (answer.Analysis is not { } analysis)
        {
            return answer.Problem!;
        }

        var agrees = analysis.Code == causal.Code && analysis.Object == causal.Object;
        var dropped = answer.DroppedClaims switch
        {
            0 => "",
            1 => "; one of its claims was dropped because no evidence has its words",
            var many => $"; {many} of its claims were dropped because no evidence has their words",
        };
        return agrees
            ? $"{model} comes to the same cause, {analysis.Code} at {analysis.Object.Address}{dropped}."
            : $"{model} comes to another cause, {analysis.Code} at {analysis.Object.Address}{dropped}.";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The model is asked about incident {IncidentId} again, attempt {Attempt}, in {Wait}.")]
        public static partial void Again(ILogger logger, Guid incidentId, int attempt, TimeSpan wait);
    }
}
