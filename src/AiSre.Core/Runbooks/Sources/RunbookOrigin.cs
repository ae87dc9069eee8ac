namespace AiSre.Runbooks.Sources;

/// <summary>Where a version came from, when it did from a repository.</summary>
/// <param name="Source">The key of the source.</param>
/// <param name="Path">The file.</param>
/// <param name="BlobSha">What the file held.</param>
/// <param name="Revision">The commit that changed it.</param>
/// <param name="RevisionUrl">Where a browser shows the commit.</param>
/// <param name="FileUrl">Where a browser shows the file as of that commit.</param>
public sealed record RunbookOrigin(string Source, string Path, string BlobSha, string Revision, string RevisionUrl, string FileUrl);
