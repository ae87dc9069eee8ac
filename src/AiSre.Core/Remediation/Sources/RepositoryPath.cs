namespace AiSre.Remediation.Sources;

/// <summary>Paths within a repository: slashes, no leading or trailing one, the root is the empty path.</summary>
internal static class RepositoryPath
{
    /// <summary>What of a repository is no file to AiSre, for sentences.</summary>
    public const string NotFollowed = "symbolic links and submodules are not followed";

    /// <summary>A path as seen from a folder, with <c>.</c> and <c>..</c> resolved; null when it leads out of the repository.</summary>
    public static string? Combine(string folder, string relative)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>As <see cref="Combine"/>, for names that only make sense within the repository: one from the root of a machine leads out of it.</summary>
    public static string? Within(string folder, string relative) => relative.StartsWith('/') ? null : Combine(folder, relative);

    /// <summary>The folder that a file lies in.</summary>
    public static string Folder(string file) => file.LastIndexOf('/') is var slash and >= 0 ? file[..slash] : "";

    /// <summary>Whether a file lies in a folder or below it.</summary>
    public static bool IsWithin(string file, string folder) => folder.Length == 0 || file.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>How messages name a folder.</summary>
    public static string Show(string folder) => folder.Length == 0 ? "the repository's root" : folder;
}
