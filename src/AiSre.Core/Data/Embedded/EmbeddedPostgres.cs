using System.Runtime.Versioning;
using System.Security.Cryptography;
using CliWrap.Buffered;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AiSre.Data.Embedded;

/// <summary>
/// A private PostgreSQL server in AiSre's data folder, for when no connection string is given. It listens on a Unix
/// socket only. It runs in a session of its own, so that Ctrl-C reaches AiSre alone, which then stops it in order.
/// </summary>
/// <remarks>
/// In the data folder: <c>postgres/cluster</c> (the database), <c>postgres/password</c>, <c>postgres/server.log</c>,
/// <c>postgres/run</c> (the socket, or a temporary folder where that path would be too long).
/// </remarks>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>The folder within the data folder that holds everything of this server.</summary>
    public const string FolderName = "postgres";

    private const string User = "aisre";
    private const int Port = 5432;

    private readonly PostgresFolder folder;
    private readonly PostgresAccount account;
    private readonly PostgresBinaries binaries;
    private readonly EmbeddedPostgresOptions options;
    private readonly DataFolderLock folderLock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopWatching = new();
    private Task watch = Task.CompletedTask;
    private bool disposed;

    private EmbeddedPostgres(
        PostgresFolder folder,
        PostgresAccount account,
        PostgresBinaries binaries,
        EmbeddedPostgresOptions options,
        DataFolderLock folderLock,
        ILogger logger)
    {
        this.folder = folder;
        this.account = account;
        this.binaries = binaries;
        this.options = options;
        this.folderLock = folderLock;
        this.logger = logger;
    }

    /// <summary>Names the socket, the user, its password and the database. Valid until this is disposed.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Makes the cluster on first use, starts its server or adopts the one that a killed AiSre left running, and waits until it answers.</summary>
    /// <param name="dataFolder">AiSre's data folder; created where missing, and held against other processes until disposal.</param>
    /// <param name="options">How to run it; null for the usual.</param>
    /// <param name="logger">Where starts and stops are told.</param>
    /// <param name="cancellationToken">Gives up waiting; a server that is already starting is then adopted by the next start.</param>
    /// <exception cref="ProblemException">PostgreSQL is not installed, the folder is in use or unusable, or the server did not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        string dataFolder,
        EmbeddedPostgresOptions? options = null,
        ILogger? logger = null,
        CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new ProblemException("AiSre runs a PostgreSQL of its own on Linux and macOS only: set ConnectionStrings__AiSre to a server of your own.");
        }

        options ??= new EmbeddedPostgresOptions();
        var folder = new PostgresFolder(Path.Combine(Path.GetFullPath(dataFolder), FolderName));
        var folderLock = DataFolderLock.Take(Path.GetFullPath(dataFolder));
        try
        {
            var binaries = await PostgresBinaries.FindAsync(options.SearchFolders ?? PostgresBinaries.UsualFolders(), folder.ClusterMajor(), cancellationToken);
            var account = PostgresAccount.ThatReaches(folder.Root);
            var server = new EmbeddedPostgres(folder, account, binaries, options, folderLock, logger ?? NullLogger.Instance);
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>How to reach the server that another process of AiSre runs in a data folder; null where none does.</summary>
    /// <exception cref="ProblemException">The account may not read what is needed for it.</exception>
    public static string? ConnectionStringOfRunning(string dataFolder)
    {
        var folder = new PostgresFolder(Path.Combine(Path.GetFullPath(dataFolder), FolderName));
        try
        {
            return PostmasterFile.Read(folder.Cluster) is { } running && running.IsServer()
                ? ConnectionStringFor(folder, running.SocketFolder, running.Port, new EmbeddedPostgresOptions().Database)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"The database in {folder.Root} cannot be reached: {error.Message.TrimEnd('.')}; run this as the account that runs AiSre.", innerException: error);
        }
    }

    /// <summary>Stops the server that a killed AiSre left running in a data folder, if there is one.</summary>
    /// <exception cref="ProblemException">The folder is in use, or the server does not answer.</exception>
    public static async Task StopLeftOverAsync(string dataFolder, CancellationToken cancellationToken = default)
    {
        if (PostmasterFile.Read(Path.Combine(Path.GetFullPath(dataFolder), FolderName, "cluster"))?.IsServer() == true)
        {
            await using var adopted = await StartAsync(dataFolder, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Stops the server in order (open transactions are rolled back) and lets go of the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await EndWatchAsync();
        NpgsqlConnection.ClearAllPools();
        var socketFolder = PostmasterFile.Read(folder.Cluster)?.SocketFolder;
        var result = await Control("stop", "--mode=fast", "--wait", "--timeout=30", "--silent").ExecuteBufferedAsync();
        if (result.ExitCode != 0)
        {
            Log.NotStopped(logger, folder.Root, result.StandardError.Trim());
        }
        else if (socketFolder is not null)
        {
            PostgresFolder.ForgetSocketFolder(socketFolder);
        }

        folderLock.Dispose();
    }

    /// <summary>Lets go of the folder and leaves the server running, as a process does that is killed. For tests of what the next start does.</summary>
    internal async Task AbandonAsync()
    {
        disposed = true;
        await EndWatchAsync();
        folderLock.Dispose();
    }

    private async Task EndWatchAsync()
    {
        await stopWatching.CancelAsync();
        await watch;
        stopWatching.Dispose();
    }

    [UnsupportedOSPlatform("windows")]
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        PostgresFolder.MakePrivate(folder.Root);
        if (!Directory.Exists(folder.Cluster))
        {
            await InitializeAsync(cancellationToken);
        }

        if (!await TryAdoptAsync(cancellationToken))
        {
            var socketFolder = folder.NewSocketFolder();
            await LaunchAsync(socketFolder, cancellationToken);
            ConnectionString = ConnectionStringFor(socketFolder, Port);
        }

        watch = WatchAsync(stopWatching.Token);
    }

    // Somebody or the kernel for want of memory may kill the server; nobody else would start this one again.
    [UnsupportedOSPlatform("windows")]
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await beat.WaitForNextTickAsync(cancellationToken);
                if (PostmasterFile.Read(folder.Cluster)?.IsServer() != true)
                {
                    Log.Lost(logger, folder.Root);
                    await LaunchAsync(new NpgsqlConnectionStringBuilder(ConnectionString).Host!, cancellationToken);
                }
            }
            catch (OperationCanceledException)
            {
                // AiSre stops.
            }
            catch (Exception exception)
            {
                Log.NotRestarted(logger, exception.Message, exception is ProblemException ? null : exception);
            }
        }
    }

    [UnsupportedOSPlatform("windows")]
    private async Task LaunchAsync(string socketFolder, CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(folder.Cluster) is not null)
        {
            // The file outlives a server that was killed; should its process id be somebody else's by now, or the
            // server's own corpse, PostgreSQL would refuse to start for ever.
            PostmasterFile.Disown(folder.Cluster);
        }

        PostgresFolder.ClearSockets(socketFolder);
        await File.WriteAllTextAsync(Path.Combine(folder.Cluster, "postgresql.conf"), PostgresSettings.Write(options, socketFolder, Port), cancellationToken);
        folder.KeepOldLog();
        await account.OwnAsync(folder.Root, cancellationToken);
        await account.OwnAsync(socketFolder, cancellationToken);
        var seconds = (int)options.StartTimeout.TotalSeconds;
        var result = await Control("start", "--wait", $"--timeout={seconds}", "--silent", "--log=server.log").ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw NotStarted(result.StandardError);
        }

        Log.Started(logger, binaries.Major, folder.Root);
    }

    // A cluster that an interrupted initdb left half made is never mistaken for a whole one: it gets its name last.
    [UnsupportedOSPlatform("windows")]
    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var unfinished = folder.Cluster + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        await File.WriteAllTextAsync(folder.PasswordFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancellationToken);
        File.SetUnixFileMode(folder.PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await account.OwnAsync(folder.Root, cancellationToken);
        string[] arguments =
        [
            "--pgdata=cluster.new", $"--username={User}", "--pwfile=password", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale",
            .. options.Durable ? [] : (string[])["--no-sync"],
        ];
        var result = await account.Command(binaries.InitDb, arguments).WithWorkingDirectory(folder.Root).ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new ProblemException(
                $"PostgreSQL could not make its database in {folder.Root} ({LastLine(result.StandardError)}): make room or choose another data folder.");
        }

        Directory.Move(unfinished, folder.Cluster);
        Log.Initialized(logger, binaries.Major, folder.Root);
    }

    // A server of this folder that is alive is starting, running or stopping: it is waited for until it answers or is gone.
    private async Task<bool> TryAdoptAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.StartTimeout);
        while (PostmasterFile.Read(folder.Cluster) is { } running)
        {
            if (!running.IsServer())
            {
                return false;
            }

            var connectionString = ConnectionStringFor(running.SocketFolder, running.Port);
            if (await AnswersAsync(connectionString, cancellationToken))
            {
                ConnectionString = connectionString;
                Log.Adopted(logger, running.ProcessId, folder.Root);
                return true;
            }

            if (patience.IsCancellationRequested)
            {
                throw new ProblemException(
                    $"The PostgreSQL (process {running.ProcessId}) that an earlier AiSre left in {folder.Root} does not answer: end that process and start again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        return false;
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            // The maintenance database exists in every cluster; the one that is asked for may not exist yet.
            var probe = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false, Timeout = 5 };
            await using var connection = new NpgsqlConnection(probe.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // The cluster is named by PGDATA and not as an argument: pg_ctl hands arguments to a shell, in which a folder's name may mean something.
    private CliWrap.Command Control(params string[] arguments) =>
        account.Command(binaries.PgCtl, arguments)
            .WithEnvironmentVariables(environment => environment.Set("LC_ALL", "C").Set("PGDATA", folder.Cluster))
            .WithWorkingDirectory(folder.Root);

    private string ConnectionStringFor(string socketFolder, int port) => ConnectionStringFor(folder, socketFolder, port, options.Database);

    private static string ConnectionStringFor(PostgresFolder folder, string socketFolder, int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = port,
        Username = User,
        Password = File.ReadAllText(folder.PasswordFile).Trim(),
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    private ProblemException NotStarted(string error)
    {
        var cause = folder.LastLogLine() ?? LastLine(error);
        return new ProblemException(
            $"AiSre's own PostgreSQL in {folder.Root} did not start ({cause}): see server.log there, or set ConnectionStrings__AiSre to a server of your own.");
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no message";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Made a database of PostgreSQL {Major} in {Folder}")]
        public static partial void Initialized(ILogger logger, int major, string folder);

        [LoggerMessage(LogLevel.Information, "Started PostgreSQL {Major} in {Folder}")]
        public static partial void Started(ILogger logger, int major, string folder);

        [LoggerMessage(LogLevel.Information, "Adopted the PostgreSQL (process {ProcessId}) that an earlier AiSre left running in {Folder}")]
        public static partial void Adopted(ILogger logger, int processId, string folder);

        [LoggerMessage(LogLevel.Warning, "The PostgreSQL in {Folder} is gone without having been stopped; starting it again")]
        public static partial void Lost(ILogger logger, string folder);

        [LoggerMessage(LogLevel.Error, "PostgreSQL is not running and did not start again: {Problem}")]
        public static partial void NotRestarted(ILogger logger, string problem, Exception? exception);

        [LoggerMessage(LogLevel.Warning, "PostgreSQL in {Folder} did not stop: {Error}")]
        public static partial void NotStopped(ILogger logger, string folder, string error);
    }
}
