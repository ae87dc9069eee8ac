using Microsoft.Extensions.Configuration;

namespace AiSre.Data;

/// <summary>The folder that AiSre keeps its state in where no server is given for it.</summary>
public static class DataFolder
{
    /// <summary>The configuration key; as an environment variable <c>Data__Folder</c>.</summary>
    public const string Key = "Data:Folder";

    /// <summary>The configured folder, or else the usual one.</summary>
    public static string Of(IConfiguration configuration) =>
        configuration[Key] is { Length: > 0 } given ? Path.GetFullPath(given) : Usual("server");

    /// <summary>
    /// <c>$XDG_DATA_HOME/aisre/NAME</c>, which is <c>~/.local/share/aisre/NAME</c> where that is not set (on macOS
    /// <c>~/Library/Application Support/aisre/NAME</c>).
    /// </summary>
    /// <exception cref="ProblemException">The account has no home folder.</exception>
    public static string Usual(string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0
            ? Path.Combine(home, "aisre", name)
            : throw new ProblemException("This account has no home folder to keep AiSre's data in: set Data__Folder to a folder that it can write.");
    }
}
