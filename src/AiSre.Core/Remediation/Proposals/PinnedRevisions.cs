using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Proposals;

/// <summary>Finds the revision that an application is to be pinned to, and reads it.</summary>
internal sealed class PinnedRevisions(GitHubRepositories repositories, OriginSubjects subjects)
{
    /// <summary>The targets with that revision, or with why there is none.</summary>
    /// <exception cref="ProblemException">GitHub does not answer.</exception>
    public async Task<SolutionTargets> AddAsync(AiSreDbContext db, Incident incident, PinTargetRevision operation, SolutionTargets targets, CancellationToken cancellationToken)
    {
        var target = targets.Items[0];
        var (pin, why) = await ReadAsync(db, incident, operation, target, cancellationToken);
        return SolutionTargets.Of([.. targets.Items.Select(one => one.Application == target.Application ? pin is null ? one with { WhyNoPin = why } : one with { Pin = pin } : one)]);
    }

    private async Task<(PinnedRevision? Pin, string Why)> ReadAsync(AiSreDbContext db, Incident incident, PinTargetRevision operation, SolutionTarget target, CancellationToken cancellationToken)
    {
        var application = target.Scene.Application;
        var sources = application.Spec.EffectiveSources;
        var meant = sources.Where(source => source.Chart.Length == 0 && (operation.Path is null ? source.Path.Length > 0 || source.RefName.Length == 0 : source.Path == operation.Path)).ToList();
        if (meant is not [var source])
        {
            return (null, $"{(meant.Count == 0 ? "none" : "several")} of its {sources.Count} sources could be meant, and the runbook's 'source' has to name one by its path");
        }

        var index = sources.Count == 1 ? -1 : sources.ToList().IndexOf(source);
        var now = RevisionAt(application.Status.Sync.Revision, application.Status.Sync.Revisions, index);
        var revision = operation.Revision == PinTargetRevision.LastHealthy ? await LastHealthyAsync(db, incident, target, index, cancellationToken) : operation.Revision;
        if (revision is null)
        {
            return (null, "no revision is known with which its workload was last well");
        }

        var repository = repositories.For(source.RepoUrl);
        if (await repository.FindCommitAsync(revision, cancellationToken) is not { } sha)
        {
            return (null, $"{repository.Address.FullName} has no tag or commit {revision}");
        }

        if (!sha.StartsWith(revision, StringComparison.OrdinalIgnoreCase) && await repository.IsBranchAsync(revision, cancellationToken))
        {
            return (null, $"{revision} is a branch of {repository.Address.FullName}, which moves; name a tag or a commit");
        }

        if (now is null || sha == now)
        {
            return (null, now is null ? "Argo CD does not say what it is synced to" : $"it is synced to {revision} already");
        }

        // The beginning of a commit's name may come to mean another one.
        var name = sha.StartsWith(revision, StringComparison.OrdinalIgnoreCase) ? sha : revision;
        return (new PinnedRevision(name, sha, source, index < 0 ? null : index, await repository.TreeAsync(now, cancellationToken), await repository.TreeAsync(sha, cancellationToken)), "");
    }

    // As it was recorded when the workload was well; else as Argo CD's history has it of that time.
    private async Task<string?> LastHealthyAsync(AiSreDbContext db, Incident incident, SolutionTarget target, int index, CancellationToken cancellationToken)
    {
        var kept = EvidenceSet.From(await KeptEvidence.LoadAsync(db, incident.Id, cancellationToken));
        var changes = (await subjects.LoadAsync(db, incident, kept, cancellationToken)).Select(subject => subject.Changes).FirstOrDefault(one => one.Object == target.Workload);
        if (changes?.HealthyCommit is { } commit && index < 0)
        {
            return commit;
        }

        var application = target.Scene.Application;
        var now = RevisionAt(application.Status.Sync.Revision, application.Status.Sync.Revisions, index);
        var history = application.Status.History
            .Select(one => (one.DeployedAt, Revision: RevisionAt(one.Revision, one.Revisions, index)))
            .Where(one => one.Revision is not null).ToList();
        return changes switch
        {
            { HealthyAt: { } at } => history.LastOrDefault(one => one.DeployedAt <= at).Revision,

            // Nobody recorded it; its ReplicaSets tell that it was well before this rollout, and so with the revision before.
            { Rollout: not null } => history.LastOrDefault(one => one.Revision != now).Revision,

            // An application that is at fault itself was well with what it was synced to last.
            _ when target.Workload.Kind == nameof(Application) => history.LastOrDefault().Revision,
            _ => null,
        };
    }

    private static string? RevisionAt(string revision, IReadOnlyList<string> revisions, int index) =>
        index < 0 ? (revision.Length > 0 ? revision : revisions is [var first, ..] ? first : null) : index < revisions.Count ? revisions[index] : null;
}
