using System.Security.Cryptography;
using System.Text;

namespace AiSre.GitHub;

/// <summary>What Git calls the content of a file.</summary>
public static class GitBlob
{
    /// <summary>The name of a text as UTF-8, by which to tell whether a file holds exactly that.</summary>
    /// <remarks>https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. It is a name, and guards nothing.</remarks>
    public static string ShaOf(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350 // Git's own names are SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
    }
}
