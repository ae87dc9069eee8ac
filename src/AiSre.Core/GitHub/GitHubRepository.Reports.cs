namespace AiSre.GitHub;

/// <summary>What AiSre says about commits.</summary>
public sealed partial class GitHubRepository
{
    /// <summary>GitHub cuts a status's description off there.</summary>
    private const int LongestDescription = 140;

    /// <summary>Reports on a commit: as a check run where the token is a GitHub App's, else as a status, else not at all.</summary>
    /// <param name="sha">The commit.</param>
    /// <param name="report">What is said.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Where it can be seen.</returns>
    public async Task<CommitReportPlace> ReportAsync(string sha, CommitReport report, CancellationToken cancellationToken = default)
    {
        if (!host.ChecksNeedAnApp)
        {
            try
            {
                await WriteCheckAsync(sha, report, cancellationToken);
                return CommitReportPlace.CheckRun;
            }
            catch (Octokit.ApiException refusal) when (IsNoRight(refusal))
            {
                host.ChecksNeedAnApp = true;
            }
        }

        try
        {
            await CallAsync(
                client => client.Repository.Status.Create(Owner, Name, sha, new Octokit.NewCommitStatus
                {
                    Context = report.Name,
                    State = report.Outcome switch { CommitOutcome.Good => Octokit.CommitState.Success, CommitOutcome.Bad => Octokit.CommitState.Failure, _ => Octokit.CommitState.Pending },
                    Description = report.Title.Length <= LongestDescription ? report.Title : $"{report.Title[..(LongestDescription - 1)]}…",
                }),
                $"report on commit {sha} of {Address.FullName}", cancellationToken, IsNoRight);
            return CommitReportPlace.Status;
        }
        catch (Octokit.ApiException refusal) when (IsNoRight(refusal))
        {
            return CommitReportPlace.Nowhere;
        }
    }

    private async Task WriteCheckAsync(string sha, CommitReport report, CancellationToken cancellationToken)
    {
        var subject = $"report on commit {sha} of {Address.FullName}";
        var known = await CallAsync(
            client => client.Check.Run.GetAllForReference(Owner, Name, sha, new Octokit.CheckRunRequest { CheckName = report.Name }),
            subject, cancellationToken, IsNoRight);
        var conclusion = report.Outcome switch { CommitOutcome.Good => Octokit.CheckConclusion.Success, CommitOutcome.Bad => Octokit.CheckConclusion.Failure, _ => Octokit.CheckConclusion.Neutral };
        var output = new Octokit.NewCheckRunOutput(report.Title, report.Text);
        if (known.CheckRuns is [var run, ..])
        {
            await CallAsync(
                client => client.Check.Run.Update(Owner, Name, run.Id, new Octokit.CheckRunUpdate { Status = Octokit.CheckStatus.Completed, Conclusion = conclusion, Output = output }),
                subject, cancellationToken, IsNoRight);
            return;
        }

        await CallAsync(
            client => client.Check.Run.Create(Owner, Name, new Octokit.NewCheckRun(report.Name, sha) { Status = Octokit.CheckStatus.Completed, Conclusion = conclusion, Output = output }),
            subject, cancellationToken, IsNoRight);
    }

    // GitHub says 404 where a token may not know that something is there. A rate limit is also a 403, and passes.
    private static bool IsNoRight(Octokit.ApiException refusal) =>
        refusal is Octokit.NotFoundException
        || (refusal is Octokit.ForbiddenException and not (Octokit.RateLimitExceededException or Octokit.SecondaryRateLimitExceededException or Octokit.AbuseException));
}
