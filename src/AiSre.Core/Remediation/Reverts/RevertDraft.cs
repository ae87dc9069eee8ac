using System.Collections.Immutable;
using AiSre.GitHub;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Reverts;

/// <summary>Works out how to put back, to the byte, what a merged proposal changed.</summary>
internal sealed class RevertDraft(GitHubRepositories repositories)
{
    /// <summary>What the branch says now about the files of a merged proposal.</summary>
    /// <param name="context">The stage's unit of work.</param>
    /// <param name="failed">The merged proposal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">GitHub does not answer.</exception>
    public async Task<RevertPlan> PlanAsync(StageContext context, Proposal failed, CancellationToken cancellationToken)
    {
        var repository = repositories.For(failed.RepositoryUrl);
        var head = await repository.HeadOfAsync(failed.BaseBranch, cancellationToken);
        var tree = await repository.TreeAsync(head, cancellationToken);
        var there = tree.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var files = ImmutableArray.CreateBuilder<FileChange>();
        var touched = ImmutableArray.CreateBuilder<string>();
        foreach (var file in failed.Files)
        {
            var now = there.Contains(file.Path) ? await tree.ReadAsync(file.Path, cancellationToken) : null;
            if (now == file.TextAfter)
            {
                files.Add(FileChange.Between(file.Path, now, file.TextBefore, $"{file.Path}: as it was before #{failed.PullRequestNumber}"));
            }
            else if (now != file.TextBefore)
            {
                touched.Add(file.Path);
            }
        }

        // Half a revert would be a state that nobody ever reviewed.
        return touched.Count > 0 ? new RevertPlan.Touched(touched.ToImmutable())
            : files.Count == 0 ? new RevertPlan.NothingLeft()
            : new RevertPlan.Change(Write(context, failed, head, files.ToImmutable()));
    }

    private static Proposal Write(StageContext context, Proposal failed, string head, ImmutableArray<FileChange> files) => new()
    {
        Id = Guid.CreateVersion7(context.Now),
        IncidentId = failed.IncidentId,
        Round = failed.Round + 1,
        RevertOf = failed.Id,
        RunbookId = failed.RunbookId,
        RunbookVersion = failed.RunbookVersion,
        RepositoryUrl = failed.RepositoryUrl,
        Applications = failed.Applications,
        Workloads = failed.Workloads,
        BaseBranch = failed.BaseBranch,
        BaseSha = head,
        Parents = [head],
        Branch = failed.Branch + Proposal.RevertSuffix,
        Files = files,
        Title = RevertText.Title(context.Incident, failed),
        Body = RevertText.Body(context.Incident, failed, files),
        CreatedAt = context.Now,
    };
}

/// <summary>What a revert comes to at the newest commit of the branch.</summary>
internal abstract record RevertPlan
{
    private RevertPlan()
    {
    }

    /// <summary>Every file is as the proposal left it, or as it was before.</summary>
    /// <param name="Revert">The row to push; not saved yet.</param>
    public sealed record Change(Proposal Revert) : RevertPlan;

    /// <summary>Somebody changed files since, or took them away.</summary>
    /// <param name="Files">Their paths; at least one.</param>
    public sealed record Touched(ImmutableArray<string> Files) : RevertPlan;

    /// <summary>Every file is as it was before the proposal.</summary>
    public sealed record NothingLeft : RevertPlan;
}
