using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Runbooks.Matching;
using Microsoft.Extensions.Logging;

namespace AiSre.Runbooks.Storage;

/// <summary>The latest runbooks as values, ready for <see cref="RunbookMatcher"/>. A version is parsed once.</summary>
public sealed partial class RunbookCatalog(RunbookStore store, ILogger<RunbookCatalog> logger)
{
    private readonly ConcurrentDictionary<Guid, RunbookParseResult> _parsed = new();

    /// <summary>The latest version of each runbook.</summary>
    public async Task<ImmutableArray<VersionedRunbook>> LatestAsync(CancellationToken cancellationToken)
    {
        var latest = await store.LatestAsync(cancellationToken);
        foreach (var gone in _parsed.Keys.Except(latest.Select(version => version.Id)).ToList())
        {
            _parsed.TryRemove(gone, out _);
        }

        var unknown = latest.Where(version => !_parsed.ContainsKey(version.Id)).Select(version => version.Id).ToList();
        foreach (var version in unknown.Count == 0 ? [] : await store.ReadAsync(unknown, cancellationToken))
        {
            Read(version);
        }

        return
        [
            .. latest
                .Select(version => _parsed.GetValueOrDefault(version.Id)?.Runbook is { } runbook ? new VersionedRunbook(runbook, version.Number) : null)
                .OfType<VersionedRunbook>()
                .OrderBy(version => version.Runbook.Id, StringComparer.Ordinal),
        ];
    }

    private void Read(RunbookVersion version)
    {
        var result = _parsed.GetOrAdd(version.Id, _ => RunbookParser.Parse(version.Text));

        // Only valid texts are saved, so this one was written under an older, wider format.
        if (!result.IsValid)
        {
            Log.NotValid(logger, version.RunbookId, version.Number, result.Errors[0]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Version {Number} of runbook {RunbookId} is not used because {Error}; edit and save it.")]
        public static partial void NotValid(ILogger logger, string runbookId, int number, RunbookError error);
    }
}
