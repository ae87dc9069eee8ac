namespace AiSre.BrowserTests.Infrastructure;

/// <summary>Where things lie around the tests.</summary>
internal static class Repository
{
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory.TrimEnd('/'));

    /// <summary>The top folder.</summary>
    public static string Root { get; } = Top(Here).FullName;

    /// <summary><c>release</c> or <c>debug</c>, as the tests themselves were built.</summary>
    public static string Configuration => Here.Name;

    /// <summary>The built program, as <c>./aisre</c> starts it.</summary>
    public static string Program => Path.Combine(Root, "artifacts", "bin", "AiSre", Configuration, "AiSre.dll");

    /// <summary>Where the screenshots are kept for people to look at.</summary>
    public static string Screenshots => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screenshots")).FullName;

    private static DirectoryInfo Top(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "AiSre.sln")) ? folder : Top(folder.Parent!);
}
