using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of scripts: shells, container runtimes, curl, wget, nc, mysql, redis-cli, kubectl.</summary>
public sealed class ShellLogTests
{
    [Theory]
    [InlineData(RootCause.PermissionDenied, null, "/var/cache/app", """
        mkdir: can't create directory '/var/cache/app': Read-only file system
        """)]
    [InlineData(RootCause.CertificateExpired, null, null, """
        curl: (60) SSL certificate problem: certificate has expired
        """)]
    [InlineData(RootCause.ImagePlatformMismatch, null, "/usr/bin/tool", """
        exec /usr/bin/tool: exec format error
        """)]
    [InlineData(RootCause.ImagePlatformMismatch, null, null, """
        /entrypoint.sh: line 7: /usr/local/bin/agent: cannot execute binary file: Exec format error
        """)]
    [InlineData(RootCause.CommandNotFound, null, null, """
        standard_init_linux.go:228: exec user process caused: no such file or directory
        """)]
    [InlineData(RootCause.CommandNotFound, null, "jq", """
        sh: 1: jq: not found
        """)]
    [InlineData(RootCause.CommandNotFound, null, "start-app", """
        /bin/bash: line 1: start-app: command not found
        """)]
    [InlineData(RootCause.CommandNotFound, null, "myserver", """
        exec: "myserver": executable file not found in $PATH
        """)]
    [InlineData(RootCause.CommandNotFound, null, "/app/server", """
        exec /app/server: no such file or directory
        """)]
    [InlineData(RootCause.CommandNotFound, null, "/app/main.py", """
        python: can't open file '/app/main.py': [Errno 2] No such file or directory
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        /docker-entrypoint.sh: line 12: syntax error near unexpected token `done'
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "TARGET_HOST", """
        /entrypoint.sh: line 3: TARGET_HOST: unbound variable
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "DB_URL", """
        sh: DB_URL: parameter not set
        """)]
    [InlineData(RootCause.DnsFailure, "api.internal", null, """
        curl: (6) Could not resolve host: api.internal
        """)]
    [InlineData(RootCause.DependencyUnavailable, "api.internal:8080", null, """
        curl: (7) Failed to connect to api.internal port 8080 after 3 ms: Couldn't connect to server
        """)]
    [InlineData(RootCause.DnsFailure, "db", null, """
        nc: bad address 'db'
        """)]
    [InlineData(RootCause.DependencyUnavailable, "db:3306", null, """
        nc: connect to db port 3306 (tcp) failed: Connection refused
        """)]
    [InlineData(RootCause.DependencyUnavailable, "db:5432", null, """
        wait-for-it.sh: waiting 15 seconds for db:5432
        wait-for-it.sh: timeout occurred after waiting 15 seconds for db:5432
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.0.1:443", null, """
        The connection to the server 10.96.0.1:443 was refused - did you specify the right host or port?
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/var/lib/mysql", """
        chown: changing ownership of '/var/lib/mysql': Operation not permitted
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        touch: cannot touch '/etc/app/flag': Read-only file system
        """)]
    [InlineData(RootCause.CommandNotFound, null, null, """
        /bin/sh: ./run.sh: Permission denied
        """)]
    [InlineData(RootCause.CommandNotFound, null, null, """
        /bin/sh: 1: ./missing.sh: not found
        """)]
    [InlineData(RootCause.CommandNotFound, null, "bash", """
        env: can't execute 'bash': No such file or directory
        """)]
    [InlineData(RootCause.CommandNotFound, null, null, """
        [FATAL tini (7)] exec /app/start failed: No such file or directory
        """)]
    [InlineData(RootCause.CommandNotFound, null, null, """
        /usr/local/bin/python: No module named uvicorn
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, null, """
        /entrypoint.sh: line 3:    12 Killed                  ./worker
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mysql:3306", null, """
        ERROR 2003 (HY000): Can't connect to MySQL server on 'mysql:3306' (111)
        """)]
    [InlineData(RootCause.DnsFailure, "mysql", null, """
        ERROR 2005 (HY000): Unknown MySQL server host 'mysql' (-2)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mysql", null, """
        mysqladmin: connect to server at 'mysql' failed
        error: 'Can't connect to MySQL server on 'mysql:3306' (111)'
        """)]
    [InlineData(RootCause.DependencyUnavailable, "redis:6379", null, """
        Could not connect to Redis at redis:6379: Connection refused
        """)]
    [InlineData(RootCause.DnsFailure, "redis:6379", null, """
        Could not connect to Redis at redis:6379: Name or service not known
        """)]
    [InlineData(RootCause.DnsFailure, "repo.example", null, """
        fatal: unable to access 'https://repo.example/app.git/': Could not resolve host: repo.example
        """)]
    [InlineData(RootCause.DnsFailure, "registry.local", null, """
        wget: bad address 'registry.local'
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.0.0.9", null, """
        wget: can't connect to remote host (10.0.0.9): Connection refused
        """)]
    [InlineData(RootCause.DnsFailure, null, null, """
        ping: shop-db: Temporary failure in name resolution
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "/run/secrets/db", """
        cat: /run/secrets/db: No such file or directory
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        sysctl: error setting key 'net.core.somaxconn': Read-only file system
        """)]
    [InlineData(RootCause.ImagePlatformMismatch, null, null, """
        standard_init_linux.go:228: exec user process caused: exec format error
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
