using System.Net.Sockets;
using AiSre.Data.Embedded;
using Npgsql;

namespace AiSre.Data;

/// <summary>The database that a connection string names, and the sentences about what is wrong with it.</summary>
public sealed class DatabaseTarget
{
    private readonly NpgsqlConnectionStringBuilder settings;

    private DatabaseTarget(NpgsqlConnectionStringBuilder settings) => this.settings = settings;

    /// <summary>The name of the database; as in PostgreSQL itself, the user's name where none is given.</summary>
    public string Database => settings.Database ?? settings.Username ?? "aisre";

    private string Server => settings.Host!.StartsWith('/') ? $"PostgreSQL at {settings.Host}" : $"PostgreSQL at {settings.Host}:{settings.Port}";

    private string User => settings.Username ?? Environment.UserName;

    /// <exception cref="ProblemException">The text is no connection string, or names no host.</exception>
    public static DatabaseTarget Parse(string connectionString)
    {
        const string remedy = "write it as \"Host=…;Database=aisre;Username=…;Password=…\"";
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(settings.Host)
                ? throw new ProblemException($"ConnectionStrings__AiSre names no host: {remedy}.")
                : new DatabaseTarget(settings);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The exception's own text may quote the password.
            throw new ProblemException($"ConnectionStrings__AiSre is not a connection string of PostgreSQL: {remedy}.");
        }
    }

    /// <summary>What is wrong, in one sentence with the remedy; null when the exception is not about reaching or using the database.</summary>
    public ProblemException? Explain(Exception exception) => exception switch
    {
        PostgresException postgres => Explain(postgres),
        NpgsqlException { InnerException: SocketException socket } => Silent(socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "refuses connections",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "cannot be found by that name",
            SocketError.AddressNotAvailable => "is not running, its socket is not there",
            _ => $"cannot be reached ({socket.Message})",
        }, exception),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => Silent("does not answer in time", exception),
        NpgsqlException => Silent($"does not speak as PostgreSQL does ({exception.Message.TrimEnd('.')})", exception),
        SocketException socket => Silent($"cannot be reached ({socket.Message})", exception),
        _ => null,
    };

    internal ProblemException TooOld(Version version) =>
        new($"{Server} is version {version.ToString(version.Minor < 0 ? 1 : 2)}, AiSre needs {PostgresBinaries.OldestMajor} or newer: upgrade it, or set ConnectionStrings__AiSre to a newer server.");

    internal ProblemException ReadOnly() =>
        new($"{Server} is a read-only standby: set ConnectionStrings__AiSre to the primary server.", isTransient: true);

    /// <summary>For looking only: without a pool, quick to give up, and asking an unknown server for nothing but its greeting.</summary>
    internal NpgsqlDataSource ProbeOf(string database)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConnectionStringBuilder.Database = database;
        builder.ConnectionStringBuilder.Pooling = false;
        builder.ConnectionStringBuilder.Multiplexing = false;
        builder.ConnectionStringBuilder.Timeout = Math.Min(settings.Timeout, 5);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private ProblemException Silent(string what, Exception exception) =>
        new($"{Server} {what}: start it, or correct ConnectionStrings__AiSre.", isTransient: true, innerException: exception);

    private ProblemException? Explain(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => new(
            $"{Server} refused the login of user {User}: correct Username and Password in ConnectionStrings__AiSre.", innerException: exception),
        PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            $"{Server} refused the login of user {User} ({exception.MessageText}): create the user, or allow it in pg_hba.conf.", innerException: exception),
        PostgresErrorCodes.InvalidCatalogName => new(
            $"{Server} has no database {Database} and none named postgres to create it from: create it with CREATE DATABASE \"{Database}\".", innerException: exception),
        PostgresErrorCodes.InsufficientPrivilege => new(
            $"{Server} does not let user {User} do what AiSre needs in database {Database} ({exception.MessageText}): create the database with OWNER \"{User}\", or make that user its owner.",
            innerException: exception),
        PostgresErrorCodes.CannotConnectNow => new(
            $"{Server} is starting up or shutting down: wait until it accepts connections, then start again.", isTransient: true, innerException: exception),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new(
            $"{Server} was shut down: start it again.", isTransient: true, innerException: exception),
        PostgresErrorCodes.TooManyConnections => new(
            $"{Server} has no free connection: raise max_connections there, or end what holds them.", isTransient: true, innerException: exception),
        PostgresErrorCodes.DiskFull => new(
            $"{Server} has no room left on its disk: make room there.", isTransient: true, innerException: exception),
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly(),
        _ => null,
    };
}
