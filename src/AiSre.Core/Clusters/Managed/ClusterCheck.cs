using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters.Managed;

/// <summary>What a look at a cluster shows before it is watched.</summary>
public sealed record ClusterCheck
{
    private const int ListsAtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether the API server answers and accepts the credentials.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>Why not, in one sentence; null when it does.</summary>
    public string? Problem { get; init; }

    /// <summary>The server's version, such as <c>v1.31.2</c>; null when it does not say.</summary>
    public string? Version { get; init; }

    /// <summary>Kinds that the API does not have.</summary>
    public ImmutableArray<string> MissingKinds { get; init; } = [];

    /// <summary>Kinds that the account may not list.</summary>
    public ImmutableArray<string> ForbiddenKinds { get; init; } = [];

    /// <summary>What the account may do that AiSre never does, such as <c>delete pods</c>; by the server's own account.</summary>
    public ImmutableArray<string> ExcessRights { get; init; } = [];

    /// <summary>What should be known and mended, a sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Asks the server: for its version, for the first object of each kind, and for what the account may do. Nothing is written.</summary>
    internal static async Task<ClusterCheck> RunAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        using var connection = new ClusterConnection(options);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            return await RunAsync(connection, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new() { IsReachable = false, Problem = $"Cluster {options.Name} did not answer within {Patience.TotalSeconds:0} s: check its address and that AiSre may connect to it." };
        }
        catch (Exception failure) when (ClusterProblems.Explain(failure, options, connection.Api.Address, "be looked at") is { } problem)
        {
            return new() { IsReachable = false, Problem = problem.Message };
        }
    }

    private static async Task<ClusterCheck> RunAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, cancellationToken);
        var space = connection.Options.Namespaces.FirstOrDefault();
        var missing = new ConcurrentBag<string>();
        var forbidden = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(ObjectKinds.All, new ParallelOptions { MaxDegreeOfParallelism = ListsAtOnce, CancellationToken = cancellationToken }, async (kind, token) =>
        {
            try
            {
                using var response = await connection.Api.GetAsync($"{kind.CollectionPath(space)}?limit=1", token);
            }
            catch (KubernetesRefusal refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            {
                missing.Add(kind.ToString());
            }
            catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.Forbidden)
            {
                forbidden.Add(kind.ToString());
            }
        });

        var (excess, isComplete) = await ExcessAsync(connection, space ?? "default", cancellationToken);
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (!excess.IsEmpty)
        {
            warnings.Add($"The account may do more in cluster {connection.Name} than read what AiSre reads ({string.Join(", ", excess)}): give it the rights that `./aisre rbac` prints, and no others.");
        }

        if (!isComplete)
        {
            warnings.Add($"Cluster {connection.Name} does not tell all that the account may do: make sure that it may only read.");
        }

        if (!forbidden.IsEmpty)
        {
            warnings.Add($"The account may not list {string.Join(", ", forbidden.Order(StringComparer.Ordinal))}, and AiSre sees nothing of them: give it the rights that `./aisre rbac` prints.");
        }

        return new()
        {
            IsReachable = true,
            Version = version,
            MissingKinds = [.. missing.Order(StringComparer.Ordinal)],
            ForbiddenKinds = [.. forbidden.Order(StringComparer.Ordinal)],
            ExcessRights = excess,
            Warnings = warnings.ToImmutable(),
        };
    }

    // Every account may read the version, unless somebody took that right away.
    private static async Task<string?> VersionAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await connection.Api.GetAsync("/version", cancellationToken);
            var version = await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return version.ValueKind == JsonValueKind.Object && version.TryGetProperty("gitVersion", out var text) ? text.GetString() : null;
        }
        catch (KubernetesRefusal refusal) when (refusal.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<(ImmutableArray<string> Excess, bool IsComplete)> ExcessAsync(ClusterConnection connection, string space, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await connection.Api.AskForOwnRulesAsync(space, cancellationToken);
            var review = await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return AccountRights.Excess(review);
        }
        catch (KubernetesRefusal)
        {
            return ([], false);
        }
    }
}
