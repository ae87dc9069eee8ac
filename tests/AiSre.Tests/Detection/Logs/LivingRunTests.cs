using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of processes that live.</summary>
public sealed class LivingRunTests
{
    [Theory]
    [InlineData(RootCause.DependencyUnavailable, "backend:8080", null, """
        2026/01/02 03:04:05 [error] 29#29: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: _, request: "GET / HTTP/1.1", upstream: "http://backend:8080/", host: "shop.example"
        2026/01/02 03:04:06 [error] 29#29: *3 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: _, request: "GET / HTTP/1.1", upstream: "http://backend:8080/", host: "shop.example"
        2026/01/02 03:04:07 [error] 29#29: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: _, request: "GET / HTTP/1.1", upstream: "http://backend:8080/", host: "shop.example"
        """)]
    [InlineData(RootCause.DependencyUnavailable, "db:5432", null, """
        waiting for db:5432
        waiting for db:5432
        waiting for db:5432
        waiting for db:5432
        """)]
    [InlineData(RootCause.DependencyUnavailable, "myservice", null, """
        waiting for myservice
        waiting for myservice
        waiting for myservice
        """)]
    [InlineData(RootCause.RbacForbidden, null, "nodes", """
        I0102 03:04:05.000000       1 main.go:10] starting
        W0102 03:04:05.000000       1 reflector.go:539] failed to list *v1.Node: nodes is forbidden: User "system:serviceaccount:m:a" cannot list resource "nodes" in API group "" at the cluster scope
        E0102 03:04:05.000000       1 reflector.go:147] Failed to watch *v1.Node: failed to list *v1.Node: nodes is forbidden: User "system:serviceaccount:m:a" cannot list resource "nodes" in API group "" at the cluster scope
        """)]
    [InlineData(RootCause.DnsFailure, null, null, """
        [INFO] 10.244.1.5:34567 - 1234 "A IN example.com. udp 29 false 512" NOERROR qr,rd,ra 56 0.001s
        [ERROR] plugin/errors: 2 example.com. A: read udp 10.244.0.5:34567->8.8.8.8:53: i/o timeout
        [ERROR] plugin/errors: 2 example.org. A: read udp 10.244.0.5:34568->8.8.8.8:53: i/o timeout
        [ERROR] plugin/errors: 2 example.net. A: read udp 10.244.0.5:34569->8.8.8.8:53: i/o timeout
        """)]
    [InlineData(RootCause.DependencyUnavailable, "db:5432", null, """
        2026-01-02T03:04:05Z INFO starting
        2026-01-02T03:04:06Z INFO GET /healthz 200
        2026-01-02T03:04:06Z ERROR could not load cart: dial tcp db:5432: connect: connection refused
        2026-01-02T03:04:07Z INFO GET /healthz 200
        2026-01-02T03:04:08Z ERROR could not load cart: dial tcp db:5432: connect: connection refused
        2026-01-02T03:04:09Z INFO GET /healthz 200
        2026-01-02T03:04:10Z ERROR could not load cart: dial tcp db:5432: connect: connection refused
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "geo-db", """
        2026-01-02T03:04:06Z ERROR (Unauthorized) not authorized on geo-db to execute command { find: "geo", $db: "geo-db" }
        2026-01-02T03:04:07Z INFO GET /healthz 200
        2026-01-02T03:04:08Z ERROR (Unauthorized) not authorized on geo-db to execute command { find: "geo", $db: "geo-db" }
        2026-01-02T03:04:09Z INFO GET /healthz 200
        2026-01-02T03:04:10Z ERROR (Unauthorized) not authorized on geo-db to execute command { find: "geo", $db: "geo-db" }
        """)]
    [InlineData(RootCause.DnsFailure, "cart", null, """
        psql: error: could not translate host name "cart" to address: Name or service not known
        psql: error: could not translate host name "cart" to address: Name or service not known
        psql: error: could not translate host name "cart" to address: Name or service not known
        """)]
    [InlineData(RootCause.DependencyUnavailable, "pg:5432", null, """
        pg:5432 - no response
        pg:5432 - no response
        pg:5432 - no response
        pg:5432 - no response
        """)]
    [InlineData(RootCause.DnsFailure, "mydb", null, """
        nslookup: can't resolve 'mydb'
        waiting for mydb
        nslookup: can't resolve 'mydb'
        waiting for mydb
        nslookup: can't resolve 'mydb'
        waiting for mydb
        """)]
    [InlineData(RootCause.DependencyUnavailable, "Postgres", null, """
        Postgres is unavailable - sleeping
        Postgres is unavailable - sleeping
        Postgres is unavailable - sleeping
        Postgres is unavailable - sleeping
        """)]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        2026-01-02T03:04:05Z ERROR write /data/wal/00001: no space left on device
        2026-01-02T03:04:06Z INFO retrying
        """)]
    [InlineData(RootCause.CertificateExpired, null, "shop.example", """
        W0115 08:10:00.000000       7 controller.go:1222] SSL certificate for server "shop.example" is about to expire (2026-01-05 00:00:00 +0000 UTC)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "web:8080", null, """
        2026-01-02T03:04:05Z ERR 502 Bad Gateway error="dial tcp web:8080: connect: connection refused"
        2026-01-02T03:04:06Z ERR 502 Bad Gateway error="dial tcp web:8080: connect: connection refused"
        2026-01-02T03:04:07Z ERR 502 Bad Gateway error="dial tcp web:8080: connect: connection refused"
        """)]
    [InlineData(RootCause.DependencyUnavailable, "jaeger:4317", null, """
        2026-01-02T03:04:05Z ERROR opentelemetry failed to export spans: rpc error: code = Unavailable desc = name: jaeger:4317 refused
        2026-01-02T03:04:15Z ERROR opentelemetry failed to export spans: rpc error: code = Unavailable desc = name: jaeger:4317 refused
        2026-01-02T03:04:25Z ERROR opentelemetry failed to export spans: rpc error: code = Unavailable desc = name: jaeger:4317 refused
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        {"level":"ERROR","msg":"seeding of lookup tables aborted","time":"2026-01-02T03:04:05Z"}
        {"level":"ERROR","msg":"price lookup returned nothing","id":1}
        {"level":"ERROR","msg":"price lookup returned nothing","id":2}
        {"level":"ERROR","msg":"price lookup returned nothing","id":3}
        {"level":"ERROR","msg":"price lookup returned nothing","id":4}
        {"level":"ERROR","msg":"price lookup returned nothing","id":5}
        {"level":"ERROR","msg":"price lookup returned nothing","id":6}
        {"level":"ERROR","msg":"price lookup returned nothing","id":7}
        {"level":"ERROR","msg":"price lookup returned nothing","id":8}
        {"level":"ERROR","msg":"price lookup returned nothing","id":9}
        {"level":"ERROR","msg":"price lookup returned nothing","id":10}
        """)]
    public void What_goes_on_to_the_end_of_the_log_is_found(RootCause code, string? host, string? subject, string text)
    {
        var found = LogReader.Explain(new ContainerLog("shop", "app-1", "app", false, text), crashed: false);

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

    [Theory]
    [InlineData("""
        waiting for events
        waiting for events
        waiting for events
        """)]
    [InlineData("""
        2026-01-02T03:04:05Z ERROR dial tcp 10.0.0.1:5432: connect: connection refused
        2026-01-02T03:04:06Z INFO connected to 10.0.0.1:5432
        2026-01-02T03:04:07Z INFO ready
        """)]
    [InlineData("""
        2026-01-02T03:04:05Z INFO retry=3 errors=0 connection refused count 0
        2026-01-02T03:04:05Z WARN connection refused, retrying
        2026-01-02T03:04:05Z WARN connection refused, retrying
        2026-01-02T03:04:05Z WARN connection refused, retrying
        """)]
    [InlineData("""
        2026/01/02 03:04:05 http: TLS handshake error from 10.244.0.1:40124: EOF
        2026/01/02 03:04:06 http: TLS handshake error from 10.244.0.1:40125: EOF
        2026/01/02 03:04:07 http: TLS handshake error from 10.244.0.1:40126: EOF
        """)]
    [InlineData("""
        2026-01-02 03:04:05 INFO GET /error?x=connection+refused 200
        10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /missing HTTP/1.1" 404 153 "-" "curl/8"
        10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /boom HTTP/1.1" 500 153 "-" "curl/8"
        """)]
    [InlineData("""
        ts=2026-01-02T03:04:05Z level=info msg="Server is ready to receive web requests."
        ts=2026-01-02T03:04:06Z level=error msg="scrape failed" target=http://10.0.0.7:9100 err="connection refused"
        ts=2026-01-02T03:04:07Z level=info msg="a"
        ts=2026-01-02T03:04:08Z level=info msg="a"
        ts=2026-01-02T03:04:09Z level=info msg="a"
        ts=2026-01-02T03:04:10Z level=info msg="a"
        ts=2026-01-02T03:04:11Z level=info msg="a"
        """)]
    [InlineData("""
        2026-01-02T03:04:05Z ERROR user 7 entered an invalid card number
        2026-01-02T03:04:06Z INFO payment ok
        2026-01-02T03:04:07Z INFO payment ok
        2026-01-02T03:04:08Z ERROR user 9 entered an invalid card number
        2026-01-02T03:04:09Z INFO payment ok
        """)]
    [InlineData("""
        1:M 02 Jan 2026 03:04:05.123 * Ready to accept connections tcp
        1:M 02 Jan 2026 03:04:05.123 # WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition.
        """)]
    [InlineData("""
        2026-01-02 03:04:05.123 UTC [34] FATAL:  password authentication failed for user "root"
        2026-01-02 03:04:05.123 UTC [35] FATAL:  password authentication failed for user "root"
        2026-01-02 03:04:05.123 UTC [36] LOG:  checkpoint starting: time
        2026-01-02 03:04:05.123 UTC [36] LOG:  checkpoint complete
        """)]
    [InlineData("""
        2026-01-02 03:04:05.123 UTC [1] LOG:  database system was interrupted; last known up at 2026-01-02 03:00:00 UTC
        2026-01-02 03:04:05.123 UTC [1] LOG:  database system is ready to accept connections
        2026-01-02 03:04:06.123 UTC [9] FATAL:  the database system is starting up
        """)]
    [InlineData("""
        level=error msg="finished unary call" error="context canceled"
        level=error msg="finished unary call" error="context canceled"
        level=error msg="finished unary call" error="context canceled"
        level=error msg="finished unary call" error="context canceled"
        """)]
    [InlineData("""
        W0101 08:10:00.000000       7 controller.go:1222] SSL certificate for server "shop.example" is about to expire (2026-01-05 00:00:00 +0000 UTC)
        """)]
    [InlineData("""
        W1228 08:10:00.000000       7 controller.go:1222] SSL certificate for server "shop.example" is about to expire (2026-01-05 00:00:00 +0000 UTC)
        """)]
    [InlineData("""
        10.244.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 612 "-" "kube-probe/1.30" "-"
        2026/01/02 03:04:05 [notice] 1#1: start worker processes
        2026/01/02 03:04:05 [error] 29#29: *1 open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), client: 10.0.0.1, server: localhost, request: "GET /favicon.ico HTTP/1.1", host: "x"
        """)]
    [InlineData("""
        [2026-01-02 03:04:05,123] INFO [GroupCoordinator 0]: Member x has failed, removing it from the group (kafka.coordinator.group.GroupCoordinator)
        [2026-01-02 03:04:05,123] ERROR [ReplicaManager broker=0] Error processing append operation on partition x-0 (kafka.server.ReplicaManager)
        [2026-01-02 03:04:06,123] INFO Rolled new log segment
        """)]
    [InlineData("""
        E0102 03:04:05.000000       1 leaderelection.go:369] Failed to update lock: Operation cannot be fulfilled on leases.coordination.k8s.io "x": the object has been modified
        I0102 03:04:06.000000       1 leaderelection.go:258] successfully acquired lease
        I0102 03:04:07.000000       1 controller.go:100] synced
        I0102 03:04:08.000000       1 controller.go:100] synced
        """)]
    [InlineData("""
        2026-01-02T03:04:05Z ERROR request failed: access token expired
        2026-01-02T03:04:06Z ERROR request failed: access token expired
        2026-01-02T03:04:07Z INFO ok
        """)]
    public void What_passes_or_has_recovered_is_none(string text) =>
        Assert.Null(LogReader.Explain(new ContainerLog("shop", "app-1", "app", false, text), crashed: false));
}
