using AiSre.Runbooks;
using AiSre.Runbooks.Matching;

namespace AiSre.Tests.Runbooks;

/// <summary>The runbooks that the product ships with, as they lie in the repository's folder <c>runbooks</c>.</summary>
internal static class ShippedRunbooks
{
    /// <summary>The files' names without their extension, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Directory.EnumerateFiles(Folder(), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder(), file))
        .Order(StringComparer.Ordinal)
        .Select(file => file.EndsWith(".md", StringComparison.Ordinal) ? file[..^".md".Length] : file)];

    /// <summary>All of them as they are chosen among.</summary>
    public static IReadOnlyList<VersionedRunbook> All { get; } = [.. Names.Select(name => new VersionedRunbook(Read(name).Runbook!, 1))];

    /// <summary>One of them, or what is wrong with it.</summary>
    public static RunbookParseResult Read(string name) => RunbookParser.Parse(Text(name));

    /// <summary>The whole file.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder(), name + ".md"));

    private static string Folder() => Path.Combine(Repository(), "runbooks");

    /// <summary>The folder of the repository.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AiSre.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
