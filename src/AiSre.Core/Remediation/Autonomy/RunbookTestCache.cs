using System.Collections.Concurrent;
using AiSre.Remediation.RunbookTests;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;

namespace AiSre.Remediation.Autonomy;

/// <summary>Whether a version of a runbook passes its own tests. They are run once: neither the version nor what they say changes.</summary>
public sealed class RunbookTestCache(RunbookTester tester)
{
    private readonly ConcurrentDictionary<(string Id, int Version), Lazy<Task<string?>>> _known = new();

    /// <summary>Which test fails, one sentence; null when none does.</summary>
    public Task<string?> FailureAsync(VersionedRunbook runbook) =>
        _known.GetOrAdd((runbook.Runbook.Id, runbook.Version), _ => new Lazy<Task<string?>>(() => RunAsync(runbook.Runbook))).Value;

    private async Task<string?> RunAsync(Runbook runbook)
    {
        var failed = (await tester.RunAsync(runbook, CancellationToken.None)).Where(result => !result.IsPassed).ToList();
        return failed.Count == 0 ? null : $"{failed.Count} of its {runbook.Tests.Length} tests {(failed.Count == 1 ? "fails" : "fail")}: {failed[0].Name} ({failed[0].Sentence.TrimEnd('.')}).";
    }
}
