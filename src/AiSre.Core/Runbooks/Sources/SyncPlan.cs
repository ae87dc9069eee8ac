using System.Collections.Immutable;

namespace AiSre.Runbooks.Sources;

/// <summary>What a sync has to do.</summary>
/// <param name="Taken">The files that are in force from now on and were not, or not from there.</param>
/// <param name="Retired">The ids of runbooks whose files are gone.</param>
/// <param name="Problems">What is not in force and why, by path.</param>
/// <param name="InForce">How many of the source's runbooks are in force after it.</param>
/// <param name="Skipped">How many Markdown files are no runbooks.</param>
internal sealed record SyncPlan(
    ImmutableArray<TakenFile> Taken, ImmutableArray<string> Retired, ImmutableArray<FileProblem> Problems, int InForce, int Skipped);

/// <summary>A file that is taken over.</summary>
/// <param name="RunbookId">The runbook.</param>
/// <param name="File">The file.</param>
/// <param name="IsNewVersion">Whether its text is another than that of the latest version.</param>
internal sealed record TakenFile(string RunbookId, FoundFile File, bool IsNewVersion);
