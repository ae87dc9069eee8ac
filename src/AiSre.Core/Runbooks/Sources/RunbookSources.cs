using System.Collections.Immutable;
using AiSre.Data;
using AiSre.GitHub;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Runbooks.Sources;

/// <summary>The repositories that runbooks come from: which there are, how they stand, and asking for a look.</summary>
public class RunbookSources(IOptions<RunbookSourceOptions> options, IDbContextFactory<AiSreDbContext> contexts)
{
    /// <summary>Those of the settings, in their order.</summary>
    public ImmutableArray<ConfiguredSource> Configured { get; } = [.. options.Value.Sources()];

    /// <summary>The source of this key; null when it is not in the settings, or not any more.</summary>
    public ConfiguredSource? Find(string? key) => Configured.FirstOrDefault(source => source.Key == key);

    /// <summary>Has a source looked at soon, by whichever replica. Asking often costs no more than asking once.</summary>
    /// <param name="key">The source; one that is not in the settings is not looked at.</param>
    /// <param name="cancellationToken">Gives up; nothing is asked for then.</param>
    public virtual async Task RequestAsync(string key, CancellationToken cancellationToken)
    {
        if (Find(key) is { } source)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await RequestAsync(db, source, cancellationToken);
        }
    }

    /// <summary>Has those looked at that a push concerns.</summary>
    /// <param name="repository">Where something was pushed.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PushedAsync(RepositoryAddress repository, string branch, CancellationToken cancellationToken)
    {
        foreach (var source in Configured.Where(source => IsSame(source.Address, repository)))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var read = source.Branch is { Length: > 0 } given
                ? given
                : await db.Set<RunbookSource>().Where(one => one.Key == source.Key).Select(one => one.Branch).SingleOrDefaultAsync(cancellationToken);
            if (read is null || read == branch)
            {
                await RequestAsync(db, source, cancellationToken);
            }
        }
    }

    /// <summary>Has those looked at that have a pull request from here that something happened to.</summary>
    /// <param name="repository">Where.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PullRequestChangedAsync(RepositoryAddress repository, int number, CancellationToken cancellationToken)
    {
        foreach (var source in Configured.Where(source => IsSame(source.Address, repository)))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Set<RunbookEdit>().AnyAsync(edit => edit.Source == source.Key && edit.PullRequestNumber == number && edit.State == RunbookEditState.Open, cancellationToken))
            {
                await RequestAsync(db, source, cancellationToken);
            }
        }
    }

    /// <summary>As <see cref="RequestAsync(string, CancellationToken)"/>, in somebody else's transaction.</summary>
    internal static Task RequestAsync(AiSreDbContext db, ConfiguredSource source, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        insert into runbook_sources (key, name, requests, answered, attempt, files, in_force, skipped) values ({source.Key}, {source.Name}, 1, 0, 0, '[]', 0, 0)
        on conflict (key) do update set requests = runbook_sources.requests + 1
        """,
        cancellationToken);

    // The same repository whether it is written as https or ssh address.
    private static bool IsSame(RepositoryAddress one, RepositoryAddress other) => string.Equals($"{one}", $"{other}", StringComparison.OrdinalIgnoreCase);
}
