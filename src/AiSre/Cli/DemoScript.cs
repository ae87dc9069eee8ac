using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Cli;

/// <summary>Plays the person: waits for the proposal, approves it through the same command as the button, and follows the incident to its end.</summary>
internal sealed class DemoScript(IServiceProvider services, TextWriter output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private readonly IDbContextFactory<AiSreDbContext> contexts = services.GetRequiredService<IDbContextFactory<AiSreDbContext>>();
    private long lastEntry;
    private bool decided;

    /// <returns>0 when the incident is resolved and what was merged is what the cluster runs; else 1.</returns>
    public async Task<int> PlayAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var clock = services.GetRequiredService<TimeProvider>();
        var start = clock.GetUtcNow();
        try
        {
            while (true)
            {
                if (await StepAsync(start, deadline.Token) is { } code)
                {
                    return code;
                }

                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync($"Not resolved within {Deadline.TotalMinutes:0} minutes: {await StandingAsync(cancellationToken)}");
            return 1;
        }
    }

    private async Task<int?> StepAsync(DateTimeOffset start, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().AsNoTracking().OrderBy(it => it.OpenedAt).FirstOrDefaultAsync(cancellationToken);
        if (incident is null)
        {
            return null;
        }

        await TellAsync(db, incident, start, cancellationToken);
        if (incident.State == IncidentState.AwaitingDecision && !decided)
        {
            await ApproveAsync(db, incident, cancellationToken);
        }

        return incident.IsOpen ? null : await ConcludeAsync(db, incident, cancellationToken);
    }

    private async Task TellAsync(AiSreDbContext db, Incident incident, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var entries = await db.Set<TimelineEntry>().AsNoTracking()
            .Where(entry => entry.IncidentId == incident.Id && entry.Id > lastEntry)
            .OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        foreach (var entry in entries)
        {
            lastEntry = entry.Id;
            await output.WriteLineAsync($"{(entry.At - start).TotalSeconds,7:0.0} s  {entry.Kind,-18} {entry.Text}");
        }
    }

    private async Task ApproveAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken)
    {
        var proposal = await ProposalAsync(db, incident, cancellationToken);
        var outcome = await services.GetRequiredService<DecisionCommand>()
            .ApproveAsync(incident.Id, (await db.FingerprintAsync(proposal!, cancellationToken))!, Environment.UserName, cancellationToken);
        decided = outcome.Accepted;
        if (!outcome.Accepted)
        {
            await output.WriteLineAsync($"           Not approved: {outcome.Sentence}");
        }
    }

    private async Task<int> ConcludeAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken)
    {
        var proposal = await ProposalAsync(db, incident, cancellationToken);
        if (incident.State != IncidentState.Resolved || proposal?.MergeSha is not { } merged)
        {
            await output.WriteLineAsync($"Ended as {incident.State} and not as {IncidentState.Resolved}{(incident.Problem is null ? "" : $": {incident.Problem}")}");
            return 1;
        }

        // The incident says so; the cluster itself is asked once more.
        var cluster = services.GetRequiredService<ClusterConnections>().Get(incident.Cluster);
        foreach (var name in proposal.Applications)
        {
            var application = await cluster.ReadAsync<Application>(ReferenceOf(name), cancellationToken);
            var revision = application?.Status.Sync.Revision;
            if (revision != merged || application!.Status.Sync.Status != "Synced" || application.Status.Health.Status != "Healthy")
            {
                await output.WriteLineAsync(
                    $"Resolved, yet application {name} is {application?.Status.Sync.Status} at {revision}, {application?.Status.Health.Status}, and {merged} was merged.");
                return 1;
            }

            await output.WriteLineAsync($"Verified: application {name} is synced at the merged revision {merged[..7]} and healthy.");
        }

        return 0;
    }

    private async Task<string> StandingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().AsNoTracking().OrderBy(it => it.OpenedAt).FirstOrDefaultAsync(cancellationToken);
        return incident is null ? "no incident was opened." : $"the incident is {incident.State}. {incident.Problem}".TrimEnd();
    }

    private static Task<Proposal?> ProposalAsync(AiSreDbContext db, Incident incident, CancellationToken cancellationToken) =>
        db.Set<Proposal>().AsNoTracking().NewestAsync(incident.Id, cancellationToken);

    // A proposal names applications as namespace/name.
    private static ObjectRef ReferenceOf(string application) =>
        application.Split('/') is [var space, var name] ? new ObjectRef($"{Application.ApiGroup}/v1alpha1", "Application", space, name) : throw new FormatException($"{application} is not a namespace and a name.");
}
