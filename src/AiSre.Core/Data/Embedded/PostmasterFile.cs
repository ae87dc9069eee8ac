using System.Diagnostics;
using System.Globalization;

namespace AiSre.Data.Embedded;

/// <summary>
/// What a running server says of itself in <c>postmaster.pid</c> in its cluster folder.
/// See "Database File Layout" in PostgreSQL's manual and <c>miscadmin.h</c> for the order of the lines.
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int Port, string SocketFolder)
{
    private const string FileName = "postmaster.pid";

    /// <summary>Null when no server claims the cluster folder, or one has only begun to start.</summary>
    public static PostmasterFile? Read(string clusterFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(clusterFolder, FileName));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length > 4 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var id) && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new PostmasterFile(id, port, lines[4])
            : null;
    }

    /// <summary>
    /// False when that process is gone, is a corpse that the container's first process never buried, or, its id having
    /// been given to another, is no PostgreSQL server.
    /// </summary>
    public bool IsServer()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName is "postgres" or "postmaster" && !IsCorpse();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException)
        {
            return false; // It is gone, perhaps in between two of these looks.
        }
    }

    /// <summary>
    /// Makes the file name a process that cannot exist, so that PostgreSQL takes the folder over. The file stays, since by
    /// its other lines PostgreSQL makes sure that no orphan of the old server still works on the cluster.
    /// </summary>
    public static void Disown(string clusterFolder)
    {
        var path = Path.Combine(clusterFolder, FileName);
        var lines = File.ReadAllLines(path);
        lines[0] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        File.WriteAllLines(path, lines);
    }

    // The state follows the name in parentheses, see proc(5).
    private bool IsCorpse()
    {
        var file = $"/proc/{ProcessId}/stat";
        return File.Exists(file) && File.ReadAllText(file) is var text && text.AsSpan(text.LastIndexOf(')') + 2)[0] == 'Z';
    }
}
