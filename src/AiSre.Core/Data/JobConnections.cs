using Hangfire.PostgreSql;
using Npgsql;

namespace AiSre.Data;

/// <summary>The job storage's connections, which do not wait for the disk.</summary>
/// <remarks>
/// A job is a wake-up that its row outlives: one that a power cut takes is sent again by the sweep. Each stage costs its jobs half a dozen
/// commits, and waiting for each would take more time than the stage's own work.
/// </remarks>
internal sealed class JobConnections(NpgsqlConnectionStringBuilder connection) : IConnectionFactory, IDisposable
{
    private readonly NpgsqlDataSource dataSource = NpgsqlDataSource.Create(WithoutWaiting(connection));

    public NpgsqlConnection GetOrCreateConnection() => dataSource.CreateConnection();

    public void Dispose() => dataSource.Dispose();

    private static NpgsqlConnectionStringBuilder WithoutWaiting(NpgsqlConnectionStringBuilder connection)
    {
        connection.Options = $"{connection.Options} -c synchronous_commit=off".TrimStart();
        return connection;
    }
}
