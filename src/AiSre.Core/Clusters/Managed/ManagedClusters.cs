using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AiSre.Clusters.Managed;

/// <summary>Adds, changes and removes clusters while AiSre runs. Whoever watches hears of it from the change feed.</summary>
public class ManagedClusters
{
    private readonly IDbContextFactory<AiSreDbContext> contexts;
    private readonly IOptions<ClustersOptions> configured;
    private readonly ClusterSecrets secrets;
    private readonly TimeProvider time;

    internal ManagedClusters(IDbContextFactory<AiSreDbContext> contexts, IOptions<ClustersOptions> configured, ClusterSecrets secrets, TimeProvider time)
    {
        this.contexts = contexts;
        this.configured = configured;
        this.secrets = secrets;
        this.time = time;
    }

    /// <summary>Every cluster that was added, by name.</summary>
    public virtual async Task<IReadOnlyList<ManagedCluster>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<ManagedCluster>().AsNoTracking().OrderBy(cluster => cluster.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Adds a cluster once it answers.</summary>
    public virtual async Task<ClusterChange> AddAsync(ClusterWish wish, string by, CancellationToken cancellationToken)
    {
        if (wish.Mistake(keepsKubeconfig: false) is { } mistake)
        {
            return ClusterChange.Refused(ClusterRefusal.Mistaken, mistake);
        }

        if (IsConfigured(wish.Name) || await FindAsync(wish.Name, cancellationToken) is not null)
        {
            return Taken(wish.Name);
        }

        var check = await ClusterCheck.RunAsync(wish.ToOptions(null), cancellationToken);
        if (!check.IsReachable)
        {
            return ClusterChange.Refused(ClusterRefusal.NotReachable, check.Problem!, check);
        }

        var row = new ManagedCluster { Name = wish.Name, Source = wish.Source, ChangedBy = by, ChangedAt = time.GetUtcNow(), Revision = Guid.NewGuid() };
        Fill(row, wish, null);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody else added it meanwhile.
            return Taken(wish.Name);
        }

        return new ClusterChange(check, ClusterRefusal.None, null);
    }

    /// <summary>Changes how a cluster is reached, once it answers there.</summary>
    public virtual async Task<ClusterChange> ChangeAsync(ClusterWish wish, string by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ManagedCluster>().FindAsync([wish.Name], cancellationToken) is not { } row)
        {
            return NotHere(wish.Name);
        }

        if (wish.Mistake(keepsKubeconfig: row.SealedKubeconfig is not null) is { } mistake)
        {
            return ClusterChange.Refused(ClusterRefusal.Mistaken, mistake);
        }

        string? kept = null;
        if (wish.Source == CredentialSource.Kubeconfig && string.IsNullOrWhiteSpace(wish.Kubeconfig))
        {
            kept = secrets.Open(row.Name, row.SealedKubeconfig!);
            if (KubeconfigText.Mistake(kept, wish.Context) is { } unfit)
            {
                return ClusterChange.Refused(ClusterRefusal.Mistaken, unfit);
            }
        }

        var check = await ClusterCheck.RunAsync(wish.ToOptions(kept), cancellationToken);
        if (!check.IsReachable)
        {
            return ClusterChange.Refused(ClusterRefusal.NotReachable, check.Problem!, check);
        }

        Fill(row, wish, kept is null ? null : row.SealedKubeconfig);
        row.Source = wish.Source;
        row.ChangedBy = by;
        row.ChangedAt = time.GetUtcNow();
        row.Revision = Guid.NewGuid();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return NotHere(wish.Name);
        }

        return new ClusterChange(check, ClusterRefusal.None, null);
    }

    /// <summary>Removes a cluster: it is watched no more. Its incidents stay.</summary>
    public virtual async Task<ClusterChange> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ManagedCluster>().Where(cluster => cluster.Name == name).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return NotHere(name);
        }

        await db.Set<ClusterState>().Where(state => state.Name == name).ExecuteDeleteAsync(cancellationToken);
        return new ClusterChange(null, ClusterRefusal.None, null);
    }

    /// <summary>How a cluster that was added is reached.</summary>
    /// <exception cref="ProblemException">Its credentials cannot be opened.</exception>
    internal ClusterOptions OptionsOf(ManagedCluster row) => new ClusterWish
    {
        Name = row.Name,
        Source = row.Source,
        KubeconfigPath = row.KubeconfigPath,
        Context = row.Context,
        Namespaces = row.Namespaces,
    }.ToOptions(row.SealedKubeconfig is null ? null : secrets.Open(row.Name, row.SealedKubeconfig));

    private bool IsConfigured(string name) => configured.Value.Clusters.Any(cluster => cluster.Name == name);

    private async Task<ManagedCluster?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<ManagedCluster>().FindAsync([name], cancellationToken);
    }

    private void Fill(ManagedCluster row, ClusterWish wish, string? keptSeal)
    {
        row.SealedKubeconfig = wish.Source != CredentialSource.Kubeconfig ? null : keptSeal ?? secrets.Seal(wish.Name, wish.Kubeconfig!);
        row.KubeconfigPath = wish.Source == CredentialSource.KubeconfigFile ? wish.KubeconfigPath : null;
        row.Context = wish.Source == CredentialSource.InCluster || string.IsNullOrWhiteSpace(wish.Context) ? null : wish.Context;
        row.Namespaces = [.. wish.Namespaces];
    }

    private ClusterChange NotHere(string name) => IsConfigured(name)
        ? ClusterChange.Refused(ClusterRefusal.Configured, $"Cluster {name} is in AiSre's configuration: change it there, and start AiSre again.")
        : ClusterChange.Refused(ClusterRefusal.Unknown, $"There is no cluster {name}: it may have been removed meanwhile.");

    private static ClusterChange Taken(string name) =>
        ClusterChange.Refused(ClusterRefusal.Taken, $"There is a cluster {name} already: choose another name, or change that one.");
}

/// <summary>What came of adding, changing or removing a cluster.</summary>
/// <param name="Check">What the cluster showed; null where it was not asked.</param>
/// <param name="Refusal">Why nothing was changed.</param>
/// <param name="Reason">The same in one sentence; null when it was changed.</param>
public sealed record ClusterChange(ClusterCheck? Check, ClusterRefusal Refusal, string? Reason)
{
    public bool IsDone => Refusal == ClusterRefusal.None;

    internal static ClusterChange Refused(ClusterRefusal why, string sentence, ClusterCheck? check = null) => new(check, why, sentence);
}

/// <summary>Why a cluster was not added, changed or removed.</summary>
public enum ClusterRefusal
{
    None,

    /// <summary>What was asked for cannot be.</summary>
    Mistaken,

    /// <summary>There is one of that name.</summary>
    Taken,

    /// <summary>There is none of that name.</summary>
    Unknown,

    /// <summary>It belongs to the configuration.</summary>
    Configured,

    /// <summary>It does not answer, or not to these credentials.</summary>
    NotReachable,
}
