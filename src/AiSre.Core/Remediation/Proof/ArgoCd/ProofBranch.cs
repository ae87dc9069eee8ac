using AiSre.GitHub;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Proof.ArgoCd;

/// <summary>
/// The change as a commit that Argo CD can fetch, on a branch of its own for as long as it is being proven. Not the proposal's branch: what is
/// refuted never gets one.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="date">When the commit is said to be made; the same whenever the proof is tried again, so that it makes the same commit.</param>
internal sealed class ProofBranch(GitHubRepository repository, DateTimeOffset date)
{
    private string? sha;

    private string Name => $"aisre/proof-{sha![..12]}";

    /// <summary>Pushes the change, once. The branch is named after the commit, so that one left behind by a process that died is found again.</summary>
    /// <returns>The commit.</returns>
    /// <exception cref="ProblemException">The repository refuses, or does not answer.</exception>
    public async Task<string> PushAsync(string baseSha, IReadOnlyList<FileChange> files, CancellationToken cancellationToken)
    {
        if (sha is null)
        {
            var written = files.Where(file => !file.IsRemoved).ToDictionary(file => file.Path, file => file.After);
            string[] removed = [.. files.Where(file => file.IsRemoved).Select(file => file.Path)];
            sha = await repository.CommitAsync([baseSha], baseSha, "Show Argo CD a change that is being proven\n", written, date, removed, cancellationToken);
            await repository.EnsureBranchAsync(Name, sha, cancellationToken: cancellationToken);
        }

        return sha;
    }

    /// <summary>Deletes the branch, where there is one. That it cannot keeps nothing else from happening.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (sha is not null)
            {
                await repository.DeleteBranchIfUntouchedAsync(Name, sha, cancellationToken);
                sha = null;
            }
        }
        catch (ProblemException)
        {
            // It is deleted when the change is proven again, or by whoever tidies the repository.
        }
    }
}
