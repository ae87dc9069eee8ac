namespace AiSre.Runbooks.Sources;

/// <summary>A text that somebody wants a repository to have.</summary>
/// <param name="Source">The key of the source.</param>
/// <param name="Text">The whole Markdown text.</param>
/// <param name="RunbookId">The id the editing began from, which the text must still carry; null for a new runbook.</param>
/// <param name="Base">What the file said when the editing began; null for a new runbook, or one whose file is gone.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; required.</param>
public sealed record ProposeRunbook(string Source, string Text, string? RunbookId, string? Base, string By, string Reason)
{
    /// <summary>Whether the person has said that it is really meant to become automatic everywhere.</summary>
    public bool MeansEverywhere { get; init; }

    /// <summary>The edit whose text the person took further; its pull request is closed in favour of this one. Null for none.</summary>
    public Guid? Supersedes { get; init; }
}
