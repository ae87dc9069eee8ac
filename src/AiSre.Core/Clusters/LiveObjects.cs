using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;

namespace AiSre.Clusters;

/// <summary>Reads a cluster once, as it is now: every kind that rules read, and the logs of containers that fail. Only ever asks; changes nothing.</summary>
/// <param name="connection">The cluster.</param>
/// <param name="time">The present of what is read.</param>
public sealed class LiveObjects(ClusterConnection connection, TimeProvider time)
{
    private const int PageSize = 500;
    private const int ListsAtOnce = 6;
    private const int LogsAtOnce = 8;
    private const int MostLogs = 400;
    private const int LogLines = 200;

    private readonly ObjectCollector collector = new();
    private readonly ConcurrentBag<string> missing = [];
    private readonly ConcurrentBag<ProblemException> problems = [];

    /// <summary>Reads everything. Kinds that the cluster lacks, and those that the account may not list, become problems of the result.</summary>
    /// <exception cref="ProblemException">Not one kind could be read.</exception>
    public async Task<ObjectFiles> ReadAsync(CancellationToken cancellationToken)
    {
        var spaces = connection.Options.Namespaces.Count == 0 ? [null] : connection.Options.Namespaces.Cast<string?>().ToList();
        var lists = ObjectKinds.All.SelectMany(kind => (kind.IsNamespaced ? spaces : [null]).Select(space => (Kind: kind, Space: space))).ToList();
        var read = 0;
        await Parallel.ForEachAsync(lists, Options(ListsAtOnce, cancellationToken), async (list, token) =>
        {
            if (await ListAsync(list.Kind, list.Space, token))
            {
                Interlocked.Increment(ref read);
            }
        });
        if (read == 0 && problems.OrderByDescending(problem => ClusterProblems.IsUnreachable(problem)).FirstOrDefault() is { } nothing)
        {
            throw nothing;
        }

        await ReadLogsAsync(cancellationToken);
        if (!missing.IsEmpty)
        {
            collector.AddProblem($"Cluster {connection.Name} does not have {string.Join(", ", missing.Distinct().Order(StringComparer.Ordinal))}: nothing is said about them.");
        }

        foreach (var sentence in problems.Select(problem => problem.Message).Distinct().Order(StringComparer.Ordinal))
        {
            collector.AddProblem(sentence);
        }

        collector.AddTime(time.GetUtcNow() + connection.Api.ClockOffset);
        return collector.Complete();
    }

    private async Task<bool> ListAsync(ObjectKind kind, string? space, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await ListPagesAsync(kind, space, PageSize, cancellationToken);
            }
            catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.Gone)
            {
                // The place in the list expired between two pages; at once, then.
                await ListPagesAsync(kind, space, 0, cancellationToken);
            }

            if (space is null)
            {
                lock (collector)
                {
                    collector.AddListed(kind);
                }
            }

            return true;
        }
        catch (KubernetesRefusal refusal) when (refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            missing.Add(kind.ToString());
            return false;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && ClusterProblems.Explain(failure, connection.Options, connection.Api.Address, $"list {kind.Plural}{(kind.Group.Length == 0 ? "" : "." + kind.Group)}") is { } problem)
        {
            problems.Add(problem);
            return false;
        }
    }

    private async Task ListPagesAsync(ObjectKind kind, string? space, int limit, CancellationToken cancellationToken)
    {
        var next = "";
        do
        {
            var query = limit == 0 ? "" : $"?limit={limit}{(next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")}";
            using var response = await connection.Api.GetAsync(kind.CollectionPath(space) + query, cancellationToken);
            var page = await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("items", out var items))
            {
                throw new JsonException("A list has no items.");
            }

            lock (collector)
            {
                collector.Add(items, kind.ApiVersion, kind.Kind);
            }

            next = page.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("continue", out var token) ? token.GetString() ?? "" : "";
        }
        while (next.Length > 0);
    }

    private async Task ReadLogsAsync(CancellationToken cancellationToken)
    {
        var wanted = FailingContainers.In(collector.Objects.Select(file => file.Value).OfType<Pod>()).ToList();
        if (wanted.Count > MostLogs)
        {
            collector.AddProblem($"{wanted.Count - MostLogs} of {wanted.Count} logs of failing containers were left out: name a namespace to see them.");
        }

        await Parallel.ForEachAsync(wanted.Take(MostLogs), Options(LogsAtOnce, cancellationToken), async (log, token) =>
        {
            try
            {
                if (await connection.ReadLogAsync(log.Namespace, log.Pod, log.Container, log.Previous, LogLines, token) is { } text)
                {
                    lock (collector)
                    {
                        collector.Add(new ContainerLog(log.Namespace, log.Pod, log.Container, log.Previous, text));
                    }
                }
            }
            catch (ProblemException problem)
            {
                problems.Add(problem);
            }
        });
    }

    private static ParallelOptions Options(int atOnce, CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
}
