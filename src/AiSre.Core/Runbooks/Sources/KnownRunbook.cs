namespace AiSre.Runbooks.Sources;

/// <summary>A runbook as AiSre has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The key of the source that it belongs to; null for people here.</param>
/// <param name="Path">The file that it comes from; null for people here.</param>
/// <param name="BlobSha">What that file held when it was taken over last; null when it was not yet.</param>
/// <param name="Text">The latest version.</param>
/// <param name="IsRetired">Whether its file is gone, so that it is not used.</param>
internal sealed record KnownRunbook(string Id, string? Source, string? Path, string? BlobSha, string Text, bool IsRetired);
