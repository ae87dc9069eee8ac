using AiSre.Data;
using AiSre.Data.Embedded;

namespace AiSre.Cli;

/// <summary>
/// The one folder that a demo keeps everything in, held for this process: the server's own data folder, the playground's
/// world, and the playground's log.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    /// <summary>The name of the usual folder.</summary>
    public const string Watched = "demo";

    /// <summary>The name of the usual folder of demos that play alone; they begin with clearing it.</summary>
    public const string Unattended = "demo-unattended";

    // As many demos side by side as anybody will start.
    private const int Neighbours = 9;

    private readonly DataFolderLock hold;

    private DemoFolder(string path, DataFolderLock hold)
    {
        Path = path;
        this.hold = hold;
    }

    public string Path { get; }

    public string Server => System.IO.Path.Combine(Path, "server");

    public string Playground => System.IO.Path.Combine(Path, "playground");

    public string ReadyFile => System.IO.Path.Combine(Path, "playground.json");

    public string PlaygroundLog => System.IO.Path.Combine(Path, "playground.log");

    public string PlaygroundErrors => PlaygroundLog + ".errors";

    /// <summary>Takes the given folder, or else the usual one, or its neighbour <c>demo-2</c> and so on where other demos have those.</summary>
    /// <exception cref="ProblemException">The folder is in use, or holds something else than a demo.</exception>
    public static DemoFolder Open(string? given, string usual)
    {
        if (given is not null)
        {
            return Take(System.IO.Path.GetFullPath(given));
        }

        foreach (var folder in Usual(usual))
        {
            if (TryTake(folder) is { } taken)
            {
                return taken;
            }
        }

        throw new ProblemException($"{Neighbours} demos run already: stop one, or choose a folder with --data.");
    }

    /// <summary>Removes what demos kept, and the PostgreSQL that a killed one left running: in the given folder, or else in all the usual ones.</summary>
    /// <returns>The folders that are clear now.</returns>
    /// <exception cref="ProblemException">A demo is using a folder, or it holds something else.</exception>
    public static async Task<IReadOnlyList<string>> ResetAsync(string? given, CancellationToken cancellationToken)
    {
        var cleared = new List<string>();
        foreach (var folder in given is null ? Usual(Watched).Concat(Usual(Unattended)) : [System.IO.Path.GetFullPath(given)])
        {
            if (Directory.Exists(folder))
            {
                using (var taken = Take(folder))
                {
                    await taken.ClearAsync(cancellationToken);
                    taken.hold.Forget();
                }

                // Only what is ours goes; a folder that holds more stays.
                if (!Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    Directory.Delete(folder);
                }

                cleared.Add(folder);
            }
        }

        return cleared;
    }

    /// <summary>Forgets everything that earlier demos kept here.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await EmbeddedPostgres.StopLeftOverAsync(Server, cancellationToken);
        foreach (var folder in (string[])[Server, Playground])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        File.Delete(ReadyFile);
        File.Delete(PlaygroundLog);
        File.Delete(PlaygroundErrors);
    }

    public void Dispose() => hold.Dispose();

    private static IEnumerable<string> Usual(string name) =>
        Enumerable.Range(1, Neighbours).Select(number => DataFolder.Usual(number == 1 ? name : $"{name}-{number}"));

    private static DemoFolder? TryTake(string folder)
    {
        RefuseForeign(folder);
        return DataFolderLock.TryTake(folder) is { } hold ? new DemoFolder(folder, hold) : null;
    }

    private static DemoFolder Take(string folder)
    {
        RefuseForeign(folder);
        return new DemoFolder(folder, DataFolderLock.Take(folder));
    }

    private static void RefuseForeign(string folder)
    {
        var isForeign = File.Exists(folder)
            || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(System.IO.Path.Combine(folder, DataFolderLock.FileName)));
        if (isForeign)
        {
            throw new ProblemException($"{folder} holds something else than a demo of AiSre: choose an empty folder, or one that is not there yet.");
        }
    }
}
