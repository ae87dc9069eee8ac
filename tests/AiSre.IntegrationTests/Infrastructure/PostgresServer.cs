using AiSre.Data;
using AiSre.Data.Embedded;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>
/// One PostgreSQL for the whole test run, AiSre's own embedded one, started when the first test asks for a database.
/// Where PostgreSQL is not installed its tests are skipped with the reason, and fail on CI.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly DirectoryInfo Folders = new(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "postgres"));

    private readonly Lazy<Task<EmbeddedPostgres>> server = new(StartAsync);
    private readonly Lazy<Task<string>> template;
    private int databases;

    public PostgresServer() => template = new Lazy<Task<string>>(CreateTemplateAsync);

    /// <summary>A new empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateEmptyDatabaseAsync() => await CreateAsync("template0");

    /// <summary>A new database in this version's shape, built by the migrations.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync() => await CreateAsync(await template.Value);

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
        {
            await (await server.Value).DisposeAsync();
            Sweep();
        }
    }

    private async Task<string> CreateAsync(string from)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        var connectionString = await ConnectionStringAsync("postgres");
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {from}{CopyOf(connection)}", connection);
        await command.ExecuteNonQueryAsync();
        return await ConnectionStringAsync(name);
    }

    private async Task<string> CreateTemplateAsync()
    {
        var connectionString = await CreateEmptyDatabaseAsync();
        // A database that anybody is connected to cannot be copied, so no connection stays in a pool.
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        var options = new DbContextOptionsBuilder<AiSreDbContext>();
        options.UseAiSre(dataSource);
        await using var db = new AiSreDbContext(options.Options);
        await db.Database.MigrateAsync();
        return db.Database.GetDbConnection().Database;
    }

    private async Task<string> ConnectionStringAsync(string database)
    {
        try
        {
            // Each test has a database of its own and with it its own pools, some of which outlive it: they shall not keep their connections for minutes.
            return new NpgsqlConnectionStringBuilder((await server.Value).ConnectionString) { Database = database, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 2 }.ConnectionString;
        }
        catch (ProblemException problem) when (!Requirements.AreErrors)
        {
            Assert.Skip(problem.Message);
            throw;
        }
    }

    private static async Task<EmbeddedPostgres> StartAsync()
    {
        Sweep();
        var folder = Path.Combine(Folders.FullName, $"{typeof(PostgresServer).Assembly.GetName().Name}-{Environment.ProcessId}");
        return await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions { Durable = false, MaxConnections = 400 });
    }

    // What a test run that was killed left behind. A server whose folder is gone stops by itself.
    private static void Sweep()
    {
        Folders.Create();
        foreach (var folder in Folders.EnumerateDirectories())
        {
            try
            {
                using (DataFolderLock.Take(folder.FullName))
                {
                    folder.Delete(recursive: true);
                }
            }
            catch (ProblemException)
            {
                // Another test run is using it.
            }
        }
    }

    // Without fsync a copy of the files is quickest; PostgreSQL 14 knows nothing else and has no word for it.
    private static string CopyOf(NpgsqlConnection connection) => connection.PostgreSqlVersion.Major < 15 ? "" : " STRATEGY FILE_COPY";
}
