namespace AiSre.GitHub;

/// <summary>Who is asked to look at pull requests.</summary>
public sealed partial class GitHubRepository
{
    /// <summary>Asks people and teams for a review; who was asked already is not asked twice.</summary>
    /// <param name="number">The pull request.</param>
    /// <param name="logins">People.</param>
    /// <param name="teams">Teams, by their short names.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Why GitHub did not ask them, one sentence; null when it did.</returns>
    public async Task<string?> RequestReviewsAsync(int number, IReadOnlyList<string> logins, IReadOnlyList<string> teams, CancellationToken cancellationToken = default)
    {
        try
        {
            await CallAsync(
                client => client.PullRequest.ReviewRequest.Create(Owner, Name, number, new Octokit.PullRequestReviewRequest(logins, teams)),
                $"ask for a review of pull request #{number} of {Address.FullName}", cancellationToken,
                answer => answer is Octokit.ApiValidationException);
            return null;
        }
        catch (Octokit.ApiValidationException refusal)
        {
            return $"GitHub did not ask {string.Join(", ", logins.Concat(teams))} for a review ({Said(refusal).TrimEnd('.')}).";
        }
    }
}
