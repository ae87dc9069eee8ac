using System.Globalization;
using System.Runtime.Versioning;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.Data.Embedded;

/// <summary>
/// The user that PostgreSQL's programs run as. They refuse to run as root, so as root they are handed to an
/// unprivileged user that the system has; otherwise they run as whoever runs AiSre.
/// </summary>
internal sealed class PostgresAccount
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    private readonly (string Name, string Group)? other;
    private readonly IReadOnlyList<string> prefix;

    private PostgresAccount((string Name, string Group)? other, IReadOnlyList<string> prefix)
    {
        this.other = other;
        this.prefix = prefix;
    }

    /// <summary>Chooses the user and the way to become it, such that it can reach <paramref name="folder"/>.</summary>
    /// <exception cref="ProblemException">This is root and there is no way down from it, or none that reaches the folder.</exception>
    [UnsupportedOSPlatform("windows")]
    public static PostgresAccount ThatReaches(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new PostgresAccount(null, []);
        }

        var user = Candidates.Select(FindUser).FirstOrDefault(found => found is not null) ?? throw new ProblemException(
            "PostgreSQL refuses to run as root and this system has neither a user postgres nor nobody: run AiSre as another user, or set ConnectionStrings__AiSre.");
        var closed = ClosedAncestor(folder);
        if (FindProgram("setpriv") is { } setpriv)
        {
            string[] identity = ["--reuid", user.Name, "--regid", user.Group, "--clear-groups"];
            if (closed is null)
            {
                return new PostgresAccount(user, [setpriv, .. identity, "--"]);
            }

            if (SearchCapability() is { } capability)
            {
                return new PostgresAccount(user, [setpriv, .. identity, "--inh-caps", $"+{capability}", "--ambient-caps", $"+{capability}", "--"]);
            }
        }

        if (closed is not null)
        {
            throw new ProblemException(
                $"PostgreSQL refuses to run as root, and the user {user.Name} cannot enter {closed}: choose a data folder that others can enter, such as /var/lib/aisre.");
        }

        var runuser = FindProgram("runuser") ?? throw new ProblemException(
            "PostgreSQL refuses to run as root and neither setpriv nor runuser is here to become another user: install util-linux, or run AiSre as another user.");
        return new PostgresAccount(user, [runuser, "-u", user.Name, "--"]);
    }

    /// <summary>The program as this user runs it. English messages, no settings of psql's environment, no validation of the exit code.</summary>
    public Command Command(string program, params IEnumerable<string> arguments)
    {
        string[] line = [.. prefix, program, .. arguments];
        return Cli.Wrap(line[0])
            .WithArguments(line[1..])
            .WithEnvironmentVariables(environment => environment.Set("LC_ALL", "C").Set("PGPORT", null).Set("PGDATA", null).Set("PGOPTIONS", null))
            .WithValidation(CommandResultValidation.None);
    }

    /// <summary>Makes this user the owner of a folder and of everything in it, which matters only as root.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (other is { } user)
        {
            await Cli.Wrap("chown").WithArguments(["-R", $"{user.Name}:{user.Group}", folder]).ExecuteBufferedAsync(cancellationToken);
        }
    }

    private static (string Name, string Group)? FindUser(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => ((string, string)?)(fields[0], fields[3]))
            .FirstOrDefault();

    // BusyBox has a setpriv too, which cannot change the user.
    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"])
            .Select(folder => new FileInfo(Path.Combine(folder, name)))
            .FirstOrDefault(file => file.Exists && file.ResolveLinkTarget(returnFinalTarget: true)?.Name != "busybox")?.FullName;

    [UnsupportedOSPlatform("windows")]
    private static string? ClosedAncestor(string folder)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (!File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherExecute))
            {
                return parent;
            }
        }

        return null;
    }

    // The least that lets another user through root's closed home folder; containers often have only the wider one. See capabilities(7).
    private static string? SearchCapability()
    {
        const ulong overrideAccess = 1 << 1;
        const ulong readAndSearch = 1 << 2;
        if (!File.Exists("/proc/self/status"))
        {
            return null;
        }

        var bounds = File.ReadLines("/proc/self/status").First(line => line.StartsWith("CapBnd:", StringComparison.Ordinal))[7..];
        var held = ulong.Parse(bounds.AsSpan().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (held & readAndSearch) != 0 ? "dac_read_search" : (held & overrideAccess) != 0 ? "dac_override" : null;
    }
}
