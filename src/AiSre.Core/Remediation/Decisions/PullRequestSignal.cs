using AiSre.Data;
using AiSre.GitHub;
using AiSre.Remediation.Proposals;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Decisions;

/// <summary>Says that something happened to a pull request; <see cref="PullRequestJob"/> then looks at GitHub itself, so a forged or old message decides nothing.</summary>
public sealed partial class PullRequestSignal(IDbContextFactory<AiSreDbContext> contexts, IBackgroundJobClient jobs, ILogger<PullRequestSignal> logger)
{
    /// <summary>Has a proposal's pull request looked at soon.</summary>
    internal void Raise(Guid proposalId)
    {
        try
        {
            jobs.Enqueue<PullRequestJob>(job => job.RunAsync(proposalId, CancellationToken.None));
        }
        catch (BackgroundJobClientException error)
        {
            Log.NotWoken(logger, error, proposalId);
        }
    }

    /// <summary>Does nothing for pull requests that are no proposal's.</summary>
    public async Task RaiseAsync(RepositoryAddress repository, int number, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var candidates = await db.Set<Proposal>()
            .Where(proposal => proposal.PullRequestNumber == number && proposal.PullRequestState == PullRequestState.Open)
            .Select(proposal => new { proposal.Id, proposal.RepositoryUrl })
            .ToListAsync(cancellationToken);
        foreach (var candidate in candidates.Where(candidate => IsSame(RepositoryAddress.TryParse(candidate.RepositoryUrl), repository)))
        {
            jobs.Enqueue<PullRequestJob>(job => job.RunAsync(candidate.Id, CancellationToken.None));
        }
    }

    /// <summary>The same repository whether the application writes it as https or ssh address.</summary>
    private static bool IsSame(RepositoryAddress? left, RepositoryAddress right) =>
        left is not null
        && string.Equals(left.Host, right.Host, StringComparison.OrdinalIgnoreCase)
        && string.Equals(left.FullName, right.FullName, StringComparison.OrdinalIgnoreCase);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A look at the pull request of proposal {ProposalId} could not be woken; the polling does it.")]
        public static partial void NotWoken(ILogger logger, Exception error, Guid proposalId);
    }
}
