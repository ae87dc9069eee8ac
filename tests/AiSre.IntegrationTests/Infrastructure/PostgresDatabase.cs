using Npgsql;

namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>A database of a test class's own, in this version's shape: use it as <c>IClassFixture&lt;PostgresDatabase&gt;</c>.</summary>
public sealed class PostgresDatabase(PostgresServer server) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private NpgsqlDataSource? dataSource;
    private string? connectionString;

    /// <summary>Made on first use, so that a test can be skipped where there is no PostgreSQL.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        await gate.WaitAsync();
        try
        {
            return connectionString ??= await server.CreateDatabaseAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The pool of connections to it, shared by the class.</summary>
    public async Task<NpgsqlDataSource> DataSourceAsync()
    {
        var connection = await ConnectionStringAsync();
        return dataSource ??= NpgsqlDataSource.Create(connection);
    }

    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (dataSource is not null)
        {
            await dataSource.DisposeAsync();
        }
    }
}
