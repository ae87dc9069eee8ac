using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace AiSre.Data.Embedded;

/// <summary>Where the embedded server keeps what.</summary>
internal sealed class PostgresFolder(string root)
{
    private const string SocketName = "/.s.PGSQL.5432";

    // sun_path of a sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the closing zero.
    private static readonly int LongestSocketPath = OperatingSystem.IsMacOS() ? 103 : 107;

    public string Root { get; } = root;

    public string Cluster { get; } = Path.Combine(root, "cluster");

    public string PasswordFile { get; } = Path.Combine(root, "password");

    private string LogFile => Path.Combine(Root, "server.log");

    /// <summary>The major version that made the cluster, or null when there is no cluster yet.</summary>
    public int? ClusterMajor()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>
    /// A folder for the socket whose path fits into a socket address and into a connection string, in which a comma
    /// parts hosts: inside <see cref="Root"/>, or else a new temporary one.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public string NewSocketFolder()
    {
        var own = Path.Combine(Root, "run");
        return Encoding.UTF8.GetByteCount(own + SocketName) <= LongestSocketPath && !own.Contains(',', StringComparison.Ordinal)
            ? MakePrivate(own)
            : Directory.CreateTempSubdirectory("aisre-").FullName;
    }

    /// <summary>Makes a folder that nobody else enters, unless it is there already.</summary>
    /// <returns>Its path.</returns>
    [UnsupportedOSPlatform("windows")]
    public static string MakePrivate(string folder) =>
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    /// <summary>Removes what a killed server left in its socket folder: a lock that would keep the next one out.</summary>
    [UnsupportedOSPlatform("windows")]
    public static void ClearSockets(string socketFolder)
    {
        // Whoever cleans temporary folders may have taken it away.
        MakePrivate(socketFolder);
        foreach (var file in Directory.EnumerateFiles(socketFolder))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the socket folder of a server that has ended.</summary>
    public static void ForgetSocketFolder(string socketFolder)
    {
        if (Directory.Exists(socketFolder))
        {
            Directory.Delete(socketFolder, recursive: true);
        }
    }

    /// <summary>Each start writes a new log and keeps the one before it, so that the log of a server that ran for months does not grow for ever.</summary>
    public void KeepOldLog()
    {
        if (File.Exists(LogFile))
        {
            File.Move(LogFile, LogFile + ".old", overwrite: true);
        }
    }

    /// <summary>The last complaint of the server, or null when it said nothing.</summary>
    public string? LastLogLine() =>
        File.Exists(LogFile)
            ? File.ReadLines(LogFile).LastOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal))?.Split("FATAL:", 2)[1].Trim()
            : null;
}
