using Hangfire.PostgreSql;
using Npgsql;

namespace AiSre.Data;

/// <summary>Gives the job storage connections of the one pool.</summary>
internal sealed class DataSourceConnectionFactory(NpgsqlDataSource dataSource) : IConnectionFactory
{
    public NpgsqlConnection GetOrCreateConnection() => dataSource.CreateConnection();
}
