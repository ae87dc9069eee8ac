using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.Data.Embedded;

/// <summary>One installation of PostgreSQL on this machine.</summary>
/// <param name="Folder">The folder that holds <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>.</param>
/// <param name="Major">Its major version, such as 17.</param>
public sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version that AiSre works with.</summary>
    public const int OldestMajor = 14;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    // Where Debian, PGDG's RPMs, Alpine, Homebrew (Apple silicon and Intel) and Postgres.app keep server programs off the PATH.
    private static readonly (string Root, string Pattern, string Bin)[] UsualPlaces =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/usr/libexec", "postgresql*", ""),
        ("/opt/homebrew/opt", "postgresql*", "bin"),
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    internal string Postgres => Path.Combine(Folder, "postgres");

    internal string InitDb => Path.Combine(Folder, "initdb");

    internal string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Folders on this machine that may hold PostgreSQL's server programs: the PATH first, then the usual places.</summary>
    public static IEnumerable<string> UsualFolders()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var offPath =
            from place in UsualPlaces
            where Directory.Exists(place.Root)
            from folder in Directory.EnumerateDirectories(place.Root, place.Pattern)
            select Path.Combine(folder, place.Bin);
        return onPath.Concat(offPath);
    }

    /// <summary>The newest PostgreSQL among the folders, or the one of exactly <paramref name="major"/> where a cluster already has its version.</summary>
    /// <exception cref="ProblemException">None is installed, or none that fits.</exception>
    public static async Task<PostgresBinaries> FindAsync(IEnumerable<string> folders, int? major, CancellationToken cancellationToken)
    {
        var installed = new List<PostgresBinaries>();
        foreach (var folder in folders.Select(ServerFolder).OfType<string>().Distinct())
        {
            if (await MajorAsync(folder, cancellationToken) is { } found)
            {
                installed.Add(new PostgresBinaries(folder, found));
            }
        }

        var fitting = installed.Where(it => major is null ? it.Major >= OldestMajor : it.Major == major);
        return fitting.MaxBy(it => it.Major) ?? throw Missing(installed, major);
    }

    // Distributions put links to single programs on the PATH; their neighbours are where the link leads.
    private static string? ServerFolder(string folder)
    {
        var postgres = new FileInfo(Path.Combine(folder, "postgres"));
        if (!postgres.Exists)
        {
            return null;
        }

        var real = Path.GetDirectoryName(postgres.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? postgres.FullName)!;
        return Programs.All(program => File.Exists(Path.Combine(real, program))) ? real : null;
    }

    private static async Task<int?> MajorAsync(string folder, CancellationToken cancellationToken)
    {
        var result = await Cli.Wrap(Path.Combine(folder, "postgres"))
            .WithArguments("--version")
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        var match = Version().Match(result.StandardOutput);
        return match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    private static ProblemException Missing(List<PostgresBinaries> installed, int? major)
    {
        var remedy = $"{InstallAdvice.ForPostgres(major)}, or set ConnectionStrings__AiSre to a server of your own";
        return new ProblemException((installed.MaxBy(it => it.Major), major) switch
        {
            (_, { } wanted) => $"The data folder was made by PostgreSQL {wanted}, which is not installed here: {remedy}.",
            ({ } newest, null) => $"PostgreSQL {newest.Major} in {newest.Folder} is too old, AiSre needs {OldestMajor} or newer: {remedy}.",
            _ => $"PostgreSQL is not installed on this machine: {remedy}.",
        });
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
