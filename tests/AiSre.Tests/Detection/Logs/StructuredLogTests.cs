using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Structured lines: zap, zerolog, pino, Serilog, .NET JsonConsole, Stackdriver, MongoDB.</summary>
public sealed class StructuredLogTests
{
    [Theory]
    [InlineData(RootCause.DependencyUnavailable, "orders-api:8080", null, """
        {"level":"fatal","ts":1767323045.12,"caller":"app/main.go:42","msg":"cannot load catalogue","error":"Get \"http://orders-api:8080/v1/items\": dial tcp 10.96.0.12:8080: connect: connection refused"}
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/data/index.db", """
        {"level":"fatal","msg":"open store","err":"open /data/index.db: permission denied"}
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        {"t":{"$date":"2026-01-02T03:04:05.123+00:00"},"s":"E","c":"STORAGE","id":20557,"ctx":"initandlisten","msg":"DBException in initAndListen, terminating","attr":{"error":"IllegalOperation: Attempted to create a lock file on a read-only directory: /data/db"}}
        """)]
    [InlineData(RootCause.DependencyUnavailable, "search-es:9200", null, """
        {"level":50,"time":1767323045123,"pid":1,"hostname":"api-7f","err":{"type":"Error","message":"connect ECONNREFUSED search-es:9200","stack":"Error: connect ECONNREFUSED search-es:9200\n    at TCPConnectWrap.afterConnect","code":"ECONNREFUSED"},"msg":"search unavailable"}
        """)]
    [InlineData(RootCause.DependencyUnavailable, "orders-db:5432", null, """
        {"@t":"2026-01-02T03:04:05.1234567Z","@mt":"Host terminated unexpectedly","@l":"Fatal","@x":"Npgsql.NpgsqlException (0x80004005): Failed to connect to orders-db:5432\n ---> System.Net.Sockets.SocketException (111): Connection refused\n   at Npgsql.Internal"}
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "Smtp:Host", """
        {"Timestamp":"2026-01-02 03:04:05","EventId":6,"LogLevel":"Critical","Category":"Host","Message":"Unhandled","Exception":"System.InvalidOperationException: Section 'Smtp:Host' not found in configuration."}
        """)]
    [InlineData(RootCause.DnsFailure, "auth", null, """
        {"timestamp":"2026-01-02T03:04:05Z","severity":"ERROR","message":"boot failed","error":{"message":"getaddrinfo ENOTFOUND auth","stack_trace":"Error: getaddrinfo ENOTFOUND auth"}}
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        {"level":"error","ts":"2026-01-02T03:04:05Z","msg":"reconcile failed","error":"unexpected checksum for block 7"}
        """)]
    [InlineData(RootCause.DependencyUnavailable, "temporal-frontend:7233", null, """
        {"level":"fatal","ts":"2026-01-02T03:04:05Z","msg":"error creating sdk client","error":"failed reaching server: last connection error: connection error: desc = \"transport: Error while dialing: dial tcp 10.4.5.6:7233: connect: connection refused\"","address":"temporal-frontend:7233"}
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        {"level":"fatal","error":"cannot parse \"REDIS_URL\": invalid connection string","message":"config"}
        """)]
    [InlineData(RootCause.CertificateExpired, null, null, """
        etcd: {"level":"warn","msg":"rejected connection","error":"remote error: tls: expired certificate"}
        {"level":"fatal","msg":"discovery failed","error":"tls: expired certificate"}
        """)]
    [InlineData(RootCause.DependencyUnavailable, "etcd-1:2380", null, """
        {"level":"fatal","ts":"2026-01-02T03:04:05.000Z","caller":"etcdmain/etcd.go:204","msg":"discovery failed","error":"failed to reach the peer URL http://etcd-1:2380/members: connection refused"}
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        {"level":"fatal","ts":"2026-01-02T03:04:05.000Z","caller":"etcdmain/etcd.go:204","msg":"discovery failed","error":"couldn't find local name \"etcd-0\" in the initial cluster configuration"}
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        {"level":"error","ts":1767323045.1,"msg":"adapting config using caddyfile: /etc/caddy/Caddyfile:3: unrecognized directive: revers_proxy"}
        """)]
    [InlineData(RootCause.RbacForbidden, null, "secrets", """
        {"level":"error","ts":"2026-01-02T03:04:05Z","logger":"controller","msg":"Reconciler error","error":"secrets \"tls\" is forbidden: User \"system:serviceaccount:a:op\" cannot get resource \"secrets\" in API group \"\" in the namespace \"a\""}
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
