namespace AiSre.Runbooks.Storage;

/// <summary>Settings of section <c>Runbooks</c>.</summary>
public sealed class RunbookOptions
{
    public const string Section = "Runbooks";

    /// <summary>A directory whose <c>*.md</c> files are added at start when no runbook has their id yet; null for none.</summary>
    public string? Import { get; set; }
}
