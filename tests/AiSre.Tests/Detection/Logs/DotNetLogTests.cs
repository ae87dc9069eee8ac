using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of .NET programs: unhandled exceptions, hosts, Npgsql, SqlClient, HttpClient, StackExchange.Redis.</summary>
public sealed class DotNetLogTests
{
    [Theory]
    [InlineData(RootCause.DependencyUnavailable, "sql-server:1433", null, """
        Unhandled exception. Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server. The server was not found or was not accessible. (provider: TCP Provider, error: 40 - Could not open a connection to SQL Server: sql-server:1433)
         ---> System.ComponentModel.Win32Exception (111): Unknown error 111
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.4.4:5432", null, """
        fail: Acme.Worker[0]
              Could not reach the store
              Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.96.4.4:5432
               ---> System.Net.Sockets.SocketException (111): Connection refused
                 at Npgsql.Internal.NpgsqlConnector.Connect(NpgsqlTimeout timeout)
        Unhandled exception. Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.96.4.4:5432
         ---> System.Net.Sockets.SocketException (111): Connection refused
        """)]
    [InlineData(RootCause.DnsFailure, "catalog:80", null, """
        Unhandled exception. System.Net.Http.HttpRequestException: Name or service not known (catalog:80)
         ---> System.Net.Sockets.SocketException (0xFFFDFFFF, 11): Name or service not known
           at System.Net.Http.HttpConnectionPool.ConnectToTcpHostAsync(String host, Int32 port)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "catalog:80", null, """
        [03:04:05 FTL] Host terminated unexpectedly
        System.Net.Http.HttpRequestException: Connection refused (catalog:80)
         ---> System.Net.Sockets.SocketException (111): Connection refused
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "Default", """
        Unhandled exception. System.InvalidOperationException: Connection string 'Default' not found.
           at Program.<Main>$(String[] args) in /src/Program.cs:line 5
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "connectionString", """
        Unhandled exception. System.ArgumentNullException: Value cannot be null. (Parameter 'connectionString')
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Unhandled exception. System.InvalidOperationException: Sequence contains no elements
           at System.Linq.ThrowHelper.ThrowNoElementsException()
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Unhandled exception. System.AggregateException: One or more errors occurred. (Object reference not set to an instance of an object.)
         ---> System.NullReferenceException: Object reference not set to an instance of an object.
        """)]
    [InlineData(RootCause.CommandNotFound, null, "app.dll", """
        The application 'app.dll' does not exist.
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/data/keys", """
        Unhandled exception. System.UnauthorizedAccessException: Access to the path '/data/keys' is denied.
        """)]
    [InlineData(RootCause.CertificateExpired, null, null, """
        Unhandled exception. System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: NotTimeValid
        """)]
    [InlineData(RootCause.DependencyUnavailable, "redis:6379", null, """
        StackExchange.Redis.RedisConnectionException: It was not possible to connect to the redis server(s). UnableToConnect on redis:6379/Interactive, Initializing/NotStarted
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        RabbitMQ.Client.Exceptions.BrokerUnreachableException: None of the specified endpoints were reachable
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mongo:27017", null, """
        System.TimeoutException: A timeout occurred after 30000ms selecting a server using CompositeServerSelector{ Selectors = ReadPreferenceServerSelector }. Client view of cluster state is { ClusterId : "1", Servers : [{ EndPoint: "Unspecified/mongo:27017", State: "Disconnected" }] }.
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Unhandled exception. System.InvalidOperationException: Unable to resolve service for type 'Acme.IClock' while attempting to activate 'Acme.Worker'.
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        It was not possible to find any compatible framework version
        The framework 'Microsoft.NETCore.App', version '8.0.0' was not found.
        """)]
    public void The_cause_is_found_with_what_it_names(RootCause code, string? host, string? subject, string text)
    {
        var found = LogReader.Explain(new ContainerLog("shop", "app-1", "app", false, text), crashed: true);

        Assert.NotNull(found);
        Assert.Equal(code, found.Code);
        Assert.Contains(found.Quote, text.Split('\n')[found.Line - 1], StringComparison.Ordinal);
        if (host is not null)
        {
            Assert.Equal(host, found.Port is null || !host.Contains(':', StringComparison.Ordinal) ? found.Host : $"{found.Host}:{found.Port}");
        }

        if (subject is not null)
        {
            Assert.Equal(subject, found.Subject);
        }
    }
}
