using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of servers in their own words: nginx, PostgreSQL, MySQL, Redis, HAProxy, Envoy, CoreDNS, Prometheus.</summary>
public sealed class ServerLogTests
{
    [Theory]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        2026-01-02 03:04:05.123 UTC [71] PANIC:  could not write to file "pg_wal/xlogtemp.71": No space left on device
        """)]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        2026-01-02 03:04:05.123 UTC [88] ERROR:  could not extend file "base/16384/24601": No space left on device
        2026-01-02 03:04:05.123 UTC [88] HINT:  Check free disk space.
        """)]
    [InlineData(RootCause.ApplicationError, null, "customers", """
        2026-01-02 03:04:05.123 UTC [55] ERROR:  relation "customers" does not exist at character 15
        """)]
    [InlineData(RootCause.DnsFailure, "api-gateway", null, """
        2026/01/02 03:04:05 [emerg] 1#1: host not found in upstream "api-gateway" in /etc/nginx/conf.d/default.conf:12
        nginx: [emerg] host not found in upstream "api-gateway" in /etc/nginx/conf.d/default.conf:12
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "proxy_pas", """
        nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/default.conf:7
        """)]
    [InlineData(RootCause.PermissionDenied, null, "0.0.0.0:80", """
        nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/var/cache/nginx/client_temp", """
        nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "/etc/nginx/tls/tls.crt", """
        nginx: [emerg] cannot load certificate "/etc/nginx/tls/tls.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "shared_bufers", """
        2026-01-02 03:04:05.123 GMT [1] LOG:  unrecognized configuration parameter "shared_bufers" in file "/etc/postgresql/postgresql.conf" line 12
        2026-01-02 03:04:05.123 GMT [1] FATAL:  configuration file "/etc/postgresql/postgresql.conf" contains errors
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        Error: Database is uninitialized and superuser password is not specified.
               You must specify POSTGRES_PASSWORD to a non-empty value for the
               superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/var/lib/postgresql/data", """
        2026-01-02 03:04:05.123 UTC [1] FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership
        2026-01-02 03:04:05.123 UTC [1] HINT:  The server must be started by the user that owns the data directory.
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        2026-01-02 03:04:05.123 UTC [1] FATAL:  database files are incompatible with server
        2026-01-02 03:04:05.123 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version 13, which is not compatible with this version 16.1.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        2026-01-02T03:04:05.123456Z 0 [ERROR] [MY-000067] [Server] unknown variable 'inodb_buffer_pool_size=1G'.
        2026-01-02T03:04:05.123456Z 0 [ERROR] [MY-010119] [Server] Aborting
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """

        *** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***
        Reading the configuration file, at line 3
        >>> 'maxmemroy 100mb'
        Bad directive or wrong number of arguments
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        ts=2026-01-02T03:04:05.123Z caller=main.go:537 level=error msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" file=/etc/prometheus/prometheus.yml err="parsing YAML file /etc/prometheus/prometheus.yml: yaml: unmarshal errors:\n  line 7: field scrape_intervall not found in type config.plain"
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        [NOTICE]   (1) : haproxy version is 2.8.3
        [ALERT]    (1) : config : parsing [/usr/local/etc/haproxy/haproxy.cfg:21] : unknown keyword 'blance' in 'backend' section
        [ALERT]    (1) : config : Fatal errors found in configuration.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        [2026-01-02 03:04:05.123][1][critical][main] [source/server/server.cc:414] error initializing configuration '/etc/envoy/envoy.yaml': Protobuf message (type envoy.config.bootstrap.v3.Bootstrap reason INVALID_ARGUMENT: unknown field) has unknown fields
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "inventory", """
        FATAL:  database "inventory" does not exist
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/data", """
        initdb: error: could not change permissions of directory "/data": Operation not permitted
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        "root" execution of the PostgreSQL server is not permitted.
        The server must be started under an unprivileged user ID to prevent
        possible system security compromise.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        /etc/coredns/Corefile:4 - Error during parsing: Wrong argument count or unexpected line ending after 'forward'
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        plugin/loop: Loop (127.0.0.1:40301 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547991504243258144.3688648895315093531."
        """)]
    [InlineData(RootCause.DependencyUnavailable, "grafana-db:5432", null, """
        logger=sqlstore t=2026-01-02T03:04:05.000000000Z level=error msg="failed to connect to database" error="dial tcp grafana-db:5432: connect: connection refused"
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        nginx: [alert] could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        iptables v1.8.7 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)
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
