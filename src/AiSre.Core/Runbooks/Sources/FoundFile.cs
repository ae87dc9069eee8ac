using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Runbooks.Sources;

/// <summary>A Markdown file of a source as it is in the repository now.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="BlobSha">Git's name of what it holds.</param>
internal sealed record FoundFile(string Path, string BlobSha)
{
    /// <summary>The id may stand in so many of the first lines of a text that is broken.</summary>
    private const int LinesWithId = 200;

    /// <summary>The runbook that it says it is; of a broken text what could be made out; null when nothing could.</summary>
    public string? Id { get; init; }

    /// <summary>The whole text; null when it was not read.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it begins as a runbook does, so that it is one or means to be.</summary>
    public bool HasFrontMatter { get; init; }

    /// <summary>Whether it asks to be automatic and nothing narrows where.</summary>
    public bool IsAutomaticEverywhere { get; init; }

    /// <summary>The mistakes in the text.</summary>
    public ImmutableArray<RunbookError> Errors { get; init; } = [];

    /// <summary>Why it could not be read, one sentence; null when it was, or need not be.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Whether it is a runbook without a mistake.</summary>
    public bool IsValid => Id is not null && Unreadable is null && Errors.IsEmpty && HasFrontMatter;

    /// <summary>A file that was read.</summary>
    public static FoundFile Of(string path, string blobSha, string text)
    {
        if (!text.TrimStart('\uFEFF').StartsWith("---", StringComparison.Ordinal))
        {
            return new FoundFile(path, blobSha) { Text = text };
        }

        var parsed = RunbookParser.Parse(text);
        return new FoundFile(path, blobSha)
        {
            Text = text,
            HasFrontMatter = true,
            Id = parsed.Runbook?.Id ?? IdIn(text),
            Errors = parsed.Errors,
            IsAutomaticEverywhere = parsed.Runbook?.IsAutomaticEverywhere == true,
        };
    }

    /// <summary>A file that holds what was taken over from it before, and was not read again.</summary>
    public static FoundFile Unchanged(string path, string blobSha, string id) => new(path, blobSha) { Id = id, HasFrontMatter = true };

    /// <summary>A file that could not be read.</summary>
    public static FoundFile NotRead(string path, string blobSha, string why) => new(path, blobSha) { Unreadable = why };

    /// <summary>What tells one text from another where a person agreed to exactly one.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A text that is broken anywhere still says mostly whose it is; that keeps the runbook from counting as removed.
    private static string? IdIn(string text)
    {
        foreach (var line in text.Split('\n', LinesWithId + 1).Skip(1).Take(LinesWithId - 1))
        {
            if (line.TrimEnd() is "---")
            {
                return null;
            }

            if (line.StartsWith("id:", StringComparison.Ordinal))
            {
                var id = line[3..].Split(" #", 2)[0].Trim().Trim('"', '\'');
                return id.Length is > 0 and <= RunbookParser.LongestId ? id : null;
            }
        }

        return null;
    }
}
