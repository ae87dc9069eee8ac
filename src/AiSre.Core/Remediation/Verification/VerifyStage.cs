using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Verification;

/// <summary>
/// Proves a merged change on the cluster, by revision: every changed application is synced to a commit that contains the merge and is
/// healthy, the symptoms of the changed workloads are gone, no others came, and it has stayed so for the soak time. What is not proven
/// within the deadline, or shows before that it never will be, is to be reverted.
/// </summary>
internal sealed class VerifyStage(ClusterConnections clusters, GitHubRepositories repositories, IOptions<VerificationOptions> options) : IIncidentStage
{
    public IncidentState State => IncidentState.Verifying;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.CurrentProposalAsync(context.Incident.Id, cancellationToken);
        var repository = repositories.For(proposal.RepositoryUrl);
        if (await LookAsync(context, proposal, repository, cancellationToken) is { } shortfall)
        {
            proposal.WellSince = null; // The soak begins anew.
            if (shortfall.IsFinal || IsOverdue(proposal, context.Now))
            {
                await FailAsync(context, proposal, shortfall, cancellationToken);
                return;
            }

            context.WaitUntil(context.Now + options.Value.Interval, shortfall.WaitsFor);
            return;
        }

        proposal.WellSince ??= context.Now;
        if (context.Now - proposal.WellSince < options.Value.SoakOf(proposal))
        {
            context.WaitUntil(context.Now + options.Value.Interval, null);
            return;
        }

        await MergedBranch.DeleteAsync(context, repository, proposal, cancellationToken);
        proposal.VerifiedAt = context.Now;
        var repair = Duration.Words(context.Now - context.Incident.OpenedAt);
        context.Move(IncidentState.Resolved, TimelineKind.Resolved, $"Verified: commit {proposal.MergeSha![..7]} is synced and healthy and has stayed so for {Duration.Words(options.Value.SoakOf(proposal))}; repaired {repair} after detection.");
    }

    /// <summary>While somebody is asked to sync, no time runs.</summary>
    private bool IsOverdue(Proposal proposal, DateTimeOffset now) =>
        now - (proposal.IsSyncedByHand ? proposal.SyncedAt : proposal.MergedAt) >= options.Value.DeadlineOf(proposal);

    private async Task FailAsync(StageContext context, Proposal proposal, Shortfall shortfall, CancellationToken cancellationToken)
    {
        proposal.Failure = shortfall.IsFinal
            ? shortfall.Fact
            : $"{shortfall.Fact} {Duration.Words(options.Value.DeadlineOf(proposal))} after the {(proposal.IsSyncedByHand ? "sync" : "merge")}";
        var learnt = ChangeThatFailed.Sentence(proposal);
        await ChangeThatFailed.SetAsideAsync(context, proposal, learnt, cancellationToken);
        await Demotion.BecauseAsync(context, proposal, learnt, cancellationToken);
        context.Move(IncidentState.Reverting, TimelineKind.Failed, learnt);
    }

    /// <summary>As <see cref="FindAsync"/>; what cannot be looked at is not proven, and counts against the deadline too.</summary>
    private async Task<Shortfall?> LookAsync(StageContext context, Proposal proposal, GitHubRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(context, proposal, repository, cancellationToken);
        }
        catch (ProblemException problem)
        {
            return Shortfall.Of(problem);
        }
    }

    /// <summary>The first thing that is not well yet; null when all is.</summary>
    private async Task<Shortfall?> FindAsync(StageContext context, Proposal proposal, GitHubRepository repository, CancellationToken cancellationToken)
    {
        var cluster = clusters.Get(context.Incident.Cluster);
        var applications = new List<(string Name, Application Application)>();
        foreach (var name in proposal.Applications)
        {
            var application = await cluster.ReadAsync<Application>(ApplicationRef(name), cancellationToken);
            var shortfall = application is null
                ? new Shortfall($"The Argo CD application {name} is not there any more; check why, since it is what syncs the change.", $"the Argo CD application {name} is not there any more")
                : await SyncAsync(name, application, proposal, repository, cancellationToken);
            if (shortfall is not null)
            {
                proposal.UnsyncedAt = proposal.SyncedAt is null ? context.Now : proposal.UnsyncedAt;
                return shortfall;
            }

            applications.Add((name, application!));
        }

        proposal.SyncedAt ??= context.Now;
        await context.NoteOnceAsync(TimelineKind.Synced, $"Argo CD synced {Names(proposal)} to a revision that contains commit {proposal.MergeSha![..7]}.", cancellationToken);
        var symptoms = await SymptomsAsync(context, proposal, cancellationToken);
        if (symptoms is { IsFinal: true })
        {
            return symptoms;
        }

        if (applications.Find(pair => pair.Application.Status.Health.Status != "Healthy") is { Application: { } unwell } found)
        {
            var health = unwell.Status.Health.Status is { Length: > 0 } said ? said : "nothing";
            return new($"Waiting for {found.Name} to become healthy; Argo CD says {health}.", $"Argo CD says {health} of the health of {found.Name}");
        }

        if (symptoms is not null)
        {
            return symptoms;
        }

        await context.NoteOnceAsync(TimelineKind.Healthy, $"{Names(proposal)}: healthy, and the symptoms are gone; that must stay so for {Duration.Words(options.Value.SoakOf(proposal))}.", cancellationToken);
        return null;
    }

    private static async Task<Shortfall?> SyncAsync(string name, Application application, Proposal proposal, GitHubRepository repository, CancellationToken cancellationToken)
    {
        var (sync, merge) = (application.Status.Sync, proposal.MergeSha!);
        var isSeen = await ContainAsync(SyncedRevisions.Of(application, proposal.RepositoryUrl, sync.Revision, sync.Revisions), merge, repository, cancellationToken);
        if (isSeen && sync.Status == "Synced")
        {
            return null;
        }

        if (application.Status.OperationState is { Phase: "Failed" or "Error", SyncResult: { } tried } failed
            && SyncedRevisions.Of(application, proposal.RepositoryUrl, tried.Revision, tried.Revisions) is { IsEmpty: false } revisions
            && await ContainAsync(revisions, merge, repository, cancellationToken))
        {
            var said = failed.Message.TrimEnd('.');
            return new($"Argo CD could not sync {name}: {said}.", $"Argo CD could not sync {name} ({said})", IsFinal: true);
        }

        if (application.Spec.SyncPolicy?.Automated is not { Enabled: true })
        {
            proposal.IsSyncedByHand |= proposal.SyncedAt is null;
            return new($"Automatic sync of {name} is off: sync it in Argo CD. AiSre waits for that, and the time to prove the change counts from then.", $"{name} was not synced");
        }

        return isSeen
            ? new($"Waiting for {name} to be synced.", $"Argo CD has not synced {name}")
            : new($"Waiting for Argo CD to see commit {merge[..7]} for {name}.", $"Argo CD has not seen commit {merge[..7]} for {name}");
    }

    private static async Task<bool> ContainAsync(ImmutableArray<string> revisions, string merge, GitHubRepository repository, CancellationToken cancellationToken)
    {
        foreach (var revision in revisions)
        {
            if (revision.Length == 0 || !await repository.ContainsAsync(revision, merge, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<Shortfall?> SymptomsAsync(StageContext context, Proposal proposal, CancellationToken cancellationToken)
    {
        var (id, cluster) = (context.Incident.Id, context.Incident.Cluster);
        var records = await context.Db.Set<SymptomRecord>().AsNoTracking()
            .Where(record => record.IncidentId == id || (record.Cluster == cluster && record.GoneAt == null))
            .ToListAsync(cancellationToken);
        return new ChangeSymptoms(proposal, records).Find();
    }

    private static string Names(Proposal proposal) => string.Join(", ", proposal.Applications);

    private static ObjectRef ApplicationRef(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new ObjectRef("argoproj.io/v1alpha1", "Application", name[..slash], name[(slash + 1)..]);
    }
}
