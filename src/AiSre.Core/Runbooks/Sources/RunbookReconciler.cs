using System.Collections.Immutable;

namespace AiSre.Runbooks.Sources;

/// <summary>
/// Decides what a source's files mean for the runbooks that there are. Pure. A runbook leaves only when its file is gone for certain; what is
/// wrong with one file keeps nothing else from being taken over, and leaves the last good version of its own runbook in force.
/// </summary>
internal sealed class RunbookReconciler
{
    private const int ErrorsPerFile = 5;

    private readonly string _source;
    private readonly IReadOnlyList<FoundFile> _files;
    private readonly Dictionary<string, FoundFile> _byPath;
    private readonly Dictionary<string, KnownRunbook> _known;
    private readonly Dictionary<string, KnownRunbook> _byHome;
    private readonly Func<string, string, bool> _isConfirmed;
    private readonly Func<string, string?> _nameOf;
    private readonly Dictionary<string, FoundFile> _chosen = new(StringComparer.Ordinal);
    private readonly List<FileProblem> _problems = [];

    private RunbookReconciler(
        string source, IReadOnlyList<FoundFile> files, IEnumerable<KnownRunbook> known, Func<string, string, bool> isConfirmed, Func<string, string?> nameOf)
    {
        (_source, _files, _isConfirmed, _nameOf) = (source, files, isConfirmed, nameOf);
        _byPath = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        _known = known.ToDictionary(runbook => runbook.Id, StringComparer.Ordinal);
        _byHome = Own.ToDictionary(runbook => runbook.Path!, StringComparer.Ordinal);
    }

    /// <summary>The runbooks in force that came from this source.</summary>
    private IEnumerable<KnownRunbook> Own => _known.Values.Where(runbook => runbook.Source == _source && !runbook.IsRetired && runbook.Path is not null);

    /// <summary>Decides.</summary>
    /// <param name="source">The key of the source.</param>
    /// <param name="files">All its Markdown files; a list that may lack some must not come here.</param>
    /// <param name="known">All runbooks, whoever they belong to.</param>
    /// <param name="isConfirmed">Whether somebody said of a runbook that exactly the text with this hash is meant to be automatic everywhere.</param>
    /// <param name="nameOf">What people call a source; null for one that the settings name no more.</param>
    public static SyncPlan Plan(
        string source, IReadOnlyList<FoundFile> files, IEnumerable<KnownRunbook> known, Func<string, string, bool> isConfirmed, Func<string, string?> nameOf) =>
        new RunbookReconciler(source, files, known, isConfirmed, nameOf).Plan();

    private SyncPlan Plan()
    {
        TellBroken();
        foreach (var group in _files.Where(file => file.IsValid).GroupBy(file => file.Id!).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Choose(group.Key, [.. group.OrderBy(file => file.Path, StringComparer.Ordinal)]);
        }

        RefuseChangedIds();
        var taken = Take();
        var retired = Retire();
        return new SyncPlan(
            taken, retired, [.. _problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Line)],
            Own.Select(runbook => runbook.Id).Except(retired).Union(taken.Select(one => one.RunbookId)).Count(),
            _files.Count(file => !file.HasFrontMatter && file.Unreadable is null && !_byHome.ContainsKey(file.Path)));
    }

    private void TellBroken()
    {
        foreach (var file in _files)
        {
            var stays = (_byHome.GetValueOrDefault(file.Path) ?? (file.Id is { } named && _known.GetValueOrDefault(named) is { IsRetired: false } one && one.Source == _source ? one : null))?.Id;
            if (file.Unreadable is { } why)
            {
                Tell(FileProblemKind.Unreadable, file, stays, why);
            }
            else if (!file.HasFrontMatter && stays is not null)
            {
                Tell(FileProblemKind.Invalid, file, stays, "It has no front matter any more; a runbook begins with a line '---'.", (1, 1));
            }

            foreach (var error in file.Errors.Take(ErrorsPerFile))
            {
                Tell(FileProblemKind.Invalid, file, stays ?? file.Id, $"{Capital(error.Message)}.", (error.Line, error.Column));
            }

            if (file.Errors.Length > ErrorsPerFile)
            {
                Tell(FileProblemKind.Invalid, file, stays ?? file.Id, $"There are {file.Errors.Length - ErrorsPerFile} more mistakes.");
            }
        }
    }

    private void Choose(string id, IReadOnlyList<FoundFile> files)
    {
        var known = _known.GetValueOrDefault(id);
        if (known is not null && known.Source != _source)
        {
            foreach (var file in files)
            {
                if (known.Source is null)
                {
                    Tell(FileProblemKind.OwnedByPeople, file, id, $"The runbook {id} belongs to people here, so the file is not in force; hand it over to the repository, or give the file another id.");
                }
                else if (_nameOf(known.Source) is not { } name)
                {
                    Tell(FileProblemKind.OwnedByGone, file, id, $"The runbook {id} belongs to a repository that the settings name no more, so the file is not in force; hand it over to this one, or give the file another id.");
                }
                else
                {
                    Tell(FileProblemKind.OwnedByOther, file, id, $"The runbook {id} belongs to {name}, so the file is not in force; remove one of the two, or give this one another id.");
                }
            }

            return;
        }

        var home = known is { IsRetired: false, Path: { } path } ? _byPath.GetValueOrDefault(path) : null;
        var one = home is null
            ? files.Count == 1 ? files[0] : null
            : files.Contains(home) ? home
            : home.IsValid && files.Count == 1 ? files[0] // The id moved to another file, and its own became another runbook.
            : null;
        if (one is not null)
        {
            _chosen[id] = one;
        }

        foreach (var file in files.Where(file => file != one))
        {
            var other = one?.Path ?? home?.Path;
            Tell(FileProblemKind.Duplicate, file, id, other is not null
                ? $"The runbook {id} comes from {VisibleText.Of(other)} already, so this file is not in force; give it an id of its own, or remove one of the two."
                : $"The id {id} is also that of {string.Join(" and ", files.Where(it => it != file).Select(it => VisibleText.Of(it.Path)))}, so none of them is in force; give each an id of its own.");
        }
    }

    // A file may become another runbook only when its former one is found elsewhere. One that is refused may have been the elsewhere of another.
    private void RefuseChangedIds()
    {
        for (var isStable = false; !isStable;)
        {
            isStable = true;
            foreach (var (id, file) in _chosen.ToList())
            {
                if (_byHome.GetValueOrDefault(file.Path) is { } before && before.Id != id && !_chosen.ContainsKey(before.Id))
                {
                    _chosen.Remove(id);
                    isStable = false;
                    Tell(FileProblemKind.IdChanged, file, before.Id,
                        $"The id changed from {before.Id} to {id}, so {before.Id} stays as it was; keep the id, or rename the file with it to retire {before.Id} and begin {id}.");
                }
            }
        }
    }

    private ImmutableArray<TakenFile> Take()
    {
        var taken = ImmutableArray.CreateBuilder<TakenFile>();
        foreach (var (id, file) in _chosen.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var known = _known.GetValueOrDefault(id);
            var isNewVersion = file.Text is not null && file.Text != known?.Text;
            if (isNewVersion && file.IsAutomaticEverywhere && FoundFile.HashOf(file.Text!) is var hash && !_isConfirmed(id, hash))
            {
                Tell(FileProblemKind.Everywhere, file, id,
                    "It asks to be automatic and nothing narrows where, which a file cannot decide alone: narrow 'mode' or 'applies-to', or say here that everywhere is meant.", hash: hash);
            }
            else if (isNewVersion || known is null or { IsRetired: true } || known.Path != file.Path || known.BlobSha != file.BlobSha)
            {
                taken.Add(new TakenFile(id, file, isNewVersion));
            }
        }

        return taken.ToImmutable();
    }

    private ImmutableArray<string> Retire()
    {
        var retired = ImmutableArray.CreateBuilder<string>();
        var unknown = _files.FirstOrDefault(file => (file.Unreadable is not null || !file.Errors.IsEmpty) && file.Id is null);
        foreach (var runbook in Own.OrderBy(runbook => runbook.Id, StringComparer.Ordinal))
        {
            if (_byPath.ContainsKey(runbook.Path!) || _files.Any(file => file.Id == runbook.Id))
            {
                continue;
            }

            if (unknown is null)
            {
                retired.Add(runbook.Id);
            }
            else
            {
                Tell(FileProblemKind.Held, unknown, runbook.Id,
                    $"The file {VisibleText.Of(runbook.Path!)} is gone, and {runbook.Id} stays as it was until this one can be read, since it may have become this one; correct it.");
            }
        }

        return retired.ToImmutable();
    }

    private void Tell(FileProblemKind kind, FoundFile file, string? runbookId, string message, (int Line, int Column)? at = null, string? hash = null) =>
        _problems.Add(new FileProblem(kind, file.Path, runbookId, message)
        {
            Line = at?.Line,
            Column = at?.Column,
            TextHash = hash,
            KeepsLast = runbookId is not null && _known.GetValueOrDefault(runbookId) is { IsRetired: false },
        });

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
