using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>CronJobs whose schedule cannot work, or that are suspended.</summary>
internal sealed class CronJobAnalyzer : Analyzer<CronJob>
{
    protected override IEnumerable<Symptom> Analyze(CronJob value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        var said = cache.EventsOf(value).FirstOrDefault(one => one.Reason is "InvalidSchedule" or "UnparseableSchedule" or "UnparseableCronJobSchedule" or "UnparsableCronJobSchedule" or "UnknownTimeZone");
        if (CronSchedule.Problem(value.Spec.Schedule) is { } problem)
        {
            yield return new SymptomBuilder(SymptomReason.CronJobInvalid, Severity.Error, value)
                .Says($"the schedule '{value.Spec.Schedule}' {problem}")
                .Blames(RootCause.CronJobInvalidSchedule, value.Ref)
                .QuotesField("schedule", value.Spec.Schedule)
                .Quotes(said)
                .Build();
        }
        else if (ZoneProblem(value.Spec.TimeZone) is { } zone)
        {
            yield return new SymptomBuilder(SymptomReason.CronJobInvalid, Severity.Error, value)
                .Says($"the time zone '{value.Spec.TimeZone}' {zone}")
                .Blames(RootCause.CronJobInvalidSchedule, value.Ref)
                .QuotesField("timeZone", value.Spec.TimeZone)
                .Quotes(said)
                .Build();
        }
        else if (said is not null)
        {
            yield return new SymptomBuilder(SymptomReason.CronJobInvalid, Severity.Error, value)
                .Says(said.Text).Since(said.FirstSeen).Blames(RootCause.CronJobInvalidSchedule, value.Ref).Quotes(said).QuotesField("schedule", value.Spec.Schedule).Build();
        }

        if (value.Spec.Suspend)
        {
            yield return new SymptomBuilder(SymptomReason.Suspended, Severity.Info, value)
                .Says("the CronJob is suspended").Blames(RootCause.CronJobSuspended, value.Ref).QuotesField("suspend", "true").Build();
        }

        if (value.Spec.StartingDeadlineSeconds is < 0 and var deadline)
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Warning, value)
                .Says($"startingDeadlineSeconds is {deadline}, so no run ever starts in time")
                .Blames(RootCause.CronJobInvalidSchedule, value.Ref)
                .QuotesField("startingDeadlineSeconds", ProbeSymptoms.Number(deadline))
                .Build();
        }

        foreach (var symptom in CreationSymptoms.Of(value, [], lacks: !value.Spec.Suspend, cache, now))
        {
            yield return symptom;
        }

        // The controller gives up to catch up after a hundred missed times, and says so.
        if (cache.EventsOf(value).FirstOrDefault(one => one.Reason is "TooManyMissedTimes" or "FailedNeedsStart") is { } missed && now - (missed.LastSeen ?? now) < TimeSpan.FromHours(1))
        {
            yield return new SymptomBuilder(SymptomReason.CronJobInvalid, Severity.Warning, value).Says(missed.Text).Since(missed.FirstSeen).Blames(RootCause.CronJobInvalidSchedule, value.Ref).Quotes(missed).Build();
        }
    }

    // The controller reads it with Go's time.LoadLocation, and refuses "Local"; no name of the tz database has a blank.
    private static string? ZoneProblem(string name) =>
        name.Length == 0 ? null
        : name.Equals("Local", StringComparison.OrdinalIgnoreCase) || name.Contains(' ', StringComparison.Ordinal) ? "is none of the tz database"
        : TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _) && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? "is none of the tz database"
        : null;
}
