namespace AiSre.Data.Embedded;

/// <summary>What to type to install PostgreSQL, in the words of the package manager that this machine has.</summary>
internal static class InstallAdvice
{
    private static readonly (string Manager, string Command)[] Commands =
    [
        ("apt-get", "apt-get install postgresql{0}"),
        ("dnf", "dnf install postgresql{1}-server"),
        ("apk", "apk add postgresql{1}"),
        ("brew", "brew install postgresql@{2}"),
    ];

    /// <summary>For example: <c>install it with "apt-get install postgresql"</c>.</summary>
    public static string ForPostgres(int? major)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var command = Commands.FirstOrDefault(it => folders.Any(folder => File.Exists(Path.Combine(folder, it.Manager)))).Command;
        return command is null
            ? $"install PostgreSQL {major?.ToString() ?? "14 or newer"} (postgresql.org/download)"
            : $"install it with \"{string.Format(null, command, major is null ? "" : $"-{major}", major, major ?? 17)}\"";
    }
}
