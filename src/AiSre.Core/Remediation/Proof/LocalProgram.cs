using AiSre.Remediation.Sources;
using CliWrap;

namespace AiSre.Remediation.Proof;

/// <summary>
/// Runs a program of this machine on files that others wrote and that may be hostile: for a bounded time, with a bounded output, and with nothing
/// of AiSre's own environment.
/// </summary>
/// <param name="title">How sentences call it.</param>
/// <param name="path">Where it is.</param>
internal sealed class LocalProgram(string title, string path)
{
    private const int Largest = 64 * 1024 * 1024;
    private const int LongestComplaint = 2_000;

    /// <summary>What a program needs to start, and no secrets are in.</summary>
    private static readonly string[] Kept = ["PATH", "SystemRoot", "LANG", "TZ"];

    /// <summary>Should it want to fetch something all the same, it finds no way out.</summary>
    private static readonly Dictionary<string, string?> Alone = new()
    {
        ["HTTP_PROXY"] = "http://127.0.0.1:9",
        ["HTTPS_PROXY"] = "http://127.0.0.1:9",
        ["NO_PROXY"] = "",
        ["GIT_ALLOW_PROTOCOL"] = "none",
    };

    public string Path => path;

    /// <summary>How long it may take; longer than this nothing sensible does.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The program of a name; null when it is not on the path.</summary>
    /// <param name="title">How sentences call it.</param>
    /// <param name="name">Its file.</param>
    /// <param name="folders">The path; null for AiSre's own.</param>
    public static LocalProgram? Find(string title, string name, string? folders = null) =>
        (folders ?? Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
            .FirstOrDefault(File.Exists) is { } path ? new LocalProgram(title, path) : null;

    /// <summary>Runs it, and returns what it prints.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">A folder of its own: where it runs, its home, and what sentences do not show.</param>
    /// <param name="environment">What else it finds in its environment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">It complains, takes too long, or prints too much.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => !Kept.Contains(name)).ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in Alone)
        {
            variables[name] = value;
        }

        variables["HOME"] = folder;
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Longest);
        using var output = new MemoryStream();
        using var complaint = new MemoryStream();
        try
        {
            var result = await Cli.Wrap(path)
                .WithArguments(arguments)
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(variables)
                .WithStandardOutputPipe(Bounded(output, Largest, deadline))
                .WithStandardErrorPipe(Bounded(complaint, Largest, deadline))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(deadline.Token);
            return result.ExitCode == 0 ? Text(output) : throw new SourceRefusedException($"{title} says: {Shown(Text(complaint), folder)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceRefusedException(output.Length > Largest || complaint.Length > Largest
                ? $"{title} printed more than {Largest / 1024 / 1024} MB."
                : $"{title} did not end within {Longest.TotalSeconds:0} s.");
        }
    }

    private static string Shown(string complaint, string folder)
    {
        var text = complaint.Trim().Replace(folder, "…", StringComparison.Ordinal);
        return text.Length == 0 ? "nothing, and failed." : text.Length > LongestComplaint ? text[..LongestComplaint] + "…" : text;
    }

    private static string Text(MemoryStream stream) => System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);

    // What prints without an end is ended, as what runs without one.
    private static PipeTarget Bounded(MemoryStream into, int most, CancellationTokenSource end) => PipeTarget.Create(async (from, cancellationToken) =>
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            into.Write(buffer, 0, read);
            if (into.Length > most)
            {
                await end.CancelAsync();
                return;
            }
        }
    });
}
