using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Verification;

/// <summary>
/// Proves a merged change on the cluster, by revision: every changed application is synced to a commit that contains the merge,
/// is healthy, the symptoms of the changed workloads are gone, and it has stayed so for the soak time.
/// </summary>
internal sealed class VerifyStage(ClusterConnections clusters, GitHubRepositories repositories, IOptions<VerificationOptions> options) : IIncidentStage
{
    public IncidentState State => IncidentState.Verifying;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var proposal = await context.Db.Set<Proposal>().SingleAsync(candidate => candidate.IncidentId == context.Incident.Id, cancellationToken);
        var repository = repositories.For(proposal.RepositoryUrl);
        var waitsFor = await LookAsync(context, proposal, repository, cancellationToken);
        if (waitsFor is null)
        {
            proposal.WellSince ??= context.Now;
            if (context.Now - proposal.WellSince >= options.Value.Soak)
            {
                await DeleteBranchAsync(context, repository, proposal, cancellationToken);
                var repair = Duration.Words(context.Now - context.Incident.OpenedAt);
                context.Move(IncidentState.Resolved, TimelineKind.Resolved, $"Verified: commit {proposal.MergeSha![..7]} is synced and healthy and has stayed so for {Duration.Words(options.Value.Soak)}; repaired {repair} after detection.");
                return;
            }

            context.WaitUntil(context.Now + options.Value.Interval, null);
            return;
        }

        proposal.WellSince = null; // The soak begins anew.
        if (context.Now - proposal.MergedAt >= options.Value.Deadline)
        {
            context.Move(IncidentState.Failed, TimelineKind.Failed, $"Not verified within {Duration.Words(options.Value.Deadline)} of the merge: {waitsFor}");
            context.Incident.Problem = waitsFor;
            return;
        }

        context.WaitUntil(context.Now + options.Value.Interval, waitsFor);
    }

    /// <summary>As <see cref="WaitsForAsync"/>; what cannot be looked at is not proven, and counts against the deadline too.</summary>
    private async Task<string?> LookAsync(StageContext context, Proposal proposal, GitHubRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitsForAsync(context, proposal, repository, cancellationToken);
        }
        catch (ProblemException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The first thing that is not well yet, in one sentence; null when all is.</summary>
    private async Task<string?> WaitsForAsync(StageContext context, Proposal proposal, GitHubRepository repository, CancellationToken cancellationToken)
    {
        var cluster = clusters.Get(context.Incident.Cluster);
        foreach (var name in proposal.Applications)
        {
            if (await cluster.ReadAsync<Application>(ApplicationRef(name), cancellationToken) is not { } application)
            {
                return $"The Argo CD application {name} is not there any more; check why, since it is what syncs the change.";
            }

            if (await WaitsForSyncAsync(application, proposal, repository, cancellationToken) is { } sync)
            {
                return sync;
            }
        }

        await context.NoteOnceAsync(TimelineKind.Synced, $"Argo CD synced {Names(proposal)} to a revision that contains commit {proposal.MergeSha![..7]}.", cancellationToken);
        foreach (var name in proposal.Applications)
        {
            var application = await cluster.ReadAsync<Application>(ApplicationRef(name), cancellationToken);
            if (application?.Status.Health.Status != "Healthy")
            {
                return $"Waiting for {name} to become healthy; Argo CD says {application?.Status.Health.Status ?? "nothing"}.";
            }
        }

        var showing = await context.Db.Set<SymptomRecord>()
            .Where(symptom => symptom.IncidentId == context.Incident.Id && symptom.GoneAt == null)
            .Select(symptom => symptom.Symptom)
            .ToListAsync(cancellationToken);
        if (showing.Find(symptom => proposal.Workloads.Contains(symptom.Workload.Address)) is { } left)
        {
            return $"Waiting for {left.Object.Address} to stop showing {left.Reason}.";
        }

        await context.NoteOnceAsync(TimelineKind.Healthy, $"{Names(proposal)}: healthy, and the symptoms are gone; that must stay so for {Duration.Words(options.Value.Soak)}.", cancellationToken);
        return null;
    }

    private static async Task<string?> WaitsForSyncAsync(Application application, Proposal proposal, GitHubRepository repository, CancellationToken cancellationToken)
    {
        var name = $"{application.Metadata.Namespace}/{application.Metadata.Name}";
        var revision = application.Status.Sync.Revision;
        if (revision.Length == 0 || !await repository.ContainsAsync(revision, proposal.MergeSha!, cancellationToken))
        {
            return $"Waiting for Argo CD to see commit {proposal.MergeSha![..7]} for {name}.";
        }

        if (application.Status.Sync.Status != "Synced")
        {
            return application.Status.OperationState is { Phase: "Failed" or "Error" } failed
                ? $"Argo CD could not sync {name}: {failed.Message}"
                : $"Waiting for {name} to be synced; where automatic sync is off, sync it in Argo CD.";
        }

        return null;
    }

    /// <summary>Tidying up must not keep a repaired incident open.</summary>
    private static async Task DeleteBranchAsync(StageContext context, GitHubRepository repository, Proposal proposal, CancellationToken cancellationToken)
    {
        try
        {
            await repository.DeleteBranchIfUntouchedAsync(proposal.Branch, proposal.HeadSha!, cancellationToken);
        }
        catch (ProblemException problem)
        {
            context.Note(TimelineKind.Problem, $"The merged branch {proposal.Branch} was not deleted: {problem.Message}");
        }
    }

    private static string Names(Proposal proposal) => string.Join(", ", proposal.Applications);

    private static ObjectRef ApplicationRef(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new ObjectRef("argoproj.io/v1alpha1", "Application", name[..slash], name[(slash + 1)..]);
    }
}
