using Npgsql;

namespace AiSre.Data;

/// <summary>
/// Looks at the database before anything uses it, so that what is wrong with it is told in one sentence at the start
/// and not as a stack trace in the middle. Creates the database where it is missing and the user may.
/// </summary>
/// <param name="patience">How long a server that does not answer yet is waited for; null for ten seconds.</param>
/// <param name="clock">Measures that patience; null for the system's.</param>
public sealed class DatabaseReadiness(TimeSpan? patience = null, TimeProvider? clock = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(10);
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>Returns when the database exists, can be written, and its server is new enough.</summary>
    /// <param name="connectionString">As given in <c>ConnectionStrings__AiSre</c> or by the embedded server.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ProblemException">It is not so; the sentence says why and what to do, and never holds the password.</exception>
    public async Task EnsureAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        var target = DatabaseTarget.Parse(connectionString);
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await CheckAsync(target, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException and not ProblemException && target.Explain(exception) is { } problem)
            {
                if (!problem.IsTransient || clock.GetElapsedTime(start) + Pause > patience)
                {
                    throw problem;
                }
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static async Task CheckAsync(DatabaseTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = target.ProbeOf(target.Database);
            await using var connection = await OpenAsync(target, server, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(target, cancellationToken);
        }
    }

    private static async Task CreateAsync(DatabaseTarget target, CancellationToken cancellationToken)
    {
        await using var server = target.ProbeOf("postgres");
        await using var connection = await OpenAsync(target, server, cancellationToken);
        using var names = new NpgsqlCommandBuilder();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {names.QuoteIdentifier(target.Database)}", connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another replica that starts at the same time made it first.
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(DatabaseTarget target, NpgsqlDataSource server, CancellationToken cancellationToken)
    {
        var connection = await server.OpenConnectionAsync(cancellationToken);
        try
        {
            if (connection.PostgreSqlVersion.Major < Embedded.PostgresBinaries.OldestMajor)
            {
                throw target.TooOld(connection.PostgreSqlVersion);
            }

            await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))! ? throw target.ReadOnly() : connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
