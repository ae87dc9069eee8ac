using AiSre.Components.Incidents;

namespace AiSre.Components.Runbooks.Sources;

/// <summary>How a source stands, in words.</summary>
public static class SourceWords
{
    /// <summary>The words and their tone.</summary>
    public static StateWords Of(SourceView source) => source.State switch
    {
        SourceState.Synced when !source.Files.IsEmpty => new("Synced, not all in force", StateTone.Waiting),
        SourceState.Synced => new("Synced", StateTone.Good),
        SourceState.Syncing => new("Syncing", StateTone.Working),
        SourceState.Failing => new("Failing", StateTone.Bad),
        SourceState.Gone => new("Not in the settings any more", StateTone.Ended),
        _ => new("Not synced yet", StateTone.Working),
    };

    /// <summary>How many of its files are runbooks in force, and how many are none.</summary>
    public static string Count(SourceView source) =>
        (source.InForce == 1 ? "1 runbook in force" : $"{source.InForce} runbooks in force") + (source.Skipped switch { 0 => "", 1 => ", 1 other Markdown file", var other => $", {other} other Markdown files" });
}
