using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of C, C++, Rust, Ruby, PHP and Elixir programs.</summary>
public sealed class NativeLogTests
{
    [Theory]
    [InlineData(RootCause.DependencyUnavailable, "localhost:6379", null, """
        Error connecting to Redis on localhost:6379 (Errno::ECONNREFUSED)
        /usr/local/bundle/gems/redis-4.8.1/lib/redis/client.rb:398:in `rescue in establish_connection'
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "RAILS_MASTER_KEY", """
        /app/config/environment.rb:5:in `fetch': key not found: "RAILS_MASTER_KEY" (KeyError)
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        /app/worker.rb:12:in `perform': undefined method `foo' for nil:NilClass (NoMethodError)
        	from /app/worker.rb:20:in `<main>'
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/db.php:3
        Stack trace:
        #0 /var/www/db.php(3): PDO->__construct('mysql:host=db', 'root', 'x')
        #1 {main}
          thrown in /var/www/db.php on line 3
        """)]
    [InlineData(RootCause.DnsFailure, "db", null, """
        PHP Warning:  PDO::__construct(): php_network_getaddresses: getaddrinfo for db failed: Name or service not known in /var/www/db.php on line 3
        PHP Fatal error:  Uncaught PDOException: PDO::__construct(): php_network_getaddresses: getaddrinfo for db failed: Name or service not known
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        PHP Parse error:  syntax error, unexpected token "}" in /var/www/index.php on line 9
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        thread 'main' panicked at src/main.rs:14:10:
        called `Result::unwrap()` on an `Err` value: Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }
        note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        thread 'main' panicked at src/main.rs:9:5:
        index out of bounds: the len is 3 but the index is 7
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        thread 'main' panicked at src/config.rs:3:38:
        called `Result::unwrap()` on an `Err` value: NotPresent
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "API_TOKEN", """
        thread 'main' panicked at src/config.rs:3:38:
        API_TOKEN must be set: NotPresent
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        terminate called after throwing an instance of 'std::out_of_range'
          what():  vector::_M_range_check: __n (which is 9) >= this->size() (which is 3)
        Aborted (core dumped)
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Segmentation fault (core dumped)
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        app: src/engine.c:42: step: Assertion `state != NULL' failed.
        """)]
    [InlineData(RootCause.ApplicationError, null, "libpq.so.5", """
        /app/server: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory
        """)]
    [InlineData(RootCause.DependencyUnavailable, "kafka:9092", null, """
        %3|1767323045.123|FAIL|rdkafka#producer-1| [thrd:kafka:9092/bootstrap]: kafka:9092/bootstrap: Connect to ipv4#10.96.3.3:9092 failed: Connection refused (after 0ms in state CONNECT)
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        ActiveRecord::PendingMigrationError: Migrations are pending. To resolve this issue, run:
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, null, """
        terminate called after throwing an instance of 'std::bad_alloc'
          what():  std::bad_alloc
        Aborted (core dumped)
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        PG::ConnectionBad: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory
        """)]
    [InlineData(RootCause.DependencyUnavailable, "db:3306", null, """
        Mysql2::Error::ConnectionError: Can't connect to MySQL server on 'db:3306' (111)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "web:80", null, """
        Faraday::ConnectionFailed (Failed to open TCP connection to web:80 (Connection refused - connect(2) for "web" port 80))
        """)]
    [InlineData(RootCause.DependencyUnavailable, "redis:6379", null, """
        PHP Fatal error:  Uncaught Predis\Connection\ConnectionException: Connection refused [tcp://redis:6379] in /var/www/vendor/predis/predis/src/Connection/AbstractConnection.php:155
        """)]
    [InlineData(RootCause.DependencyUnavailable, "auth:50051", null, """
        thread 'main' panicked at src/main.rs:12:5:
        transport error: tcp connect error: Connection refused (os error 111) http://auth:50051
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        thread 'tokio-runtime-worker' panicked at src/lib.rs:40:9:
        assertion `left == right` failed
          left: 3
         right: 4
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        ** (RuntimeError) could not fetch repo
            (app 0.1.0) lib/app.ex:12: App.start/2
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        error: Found argument '--prot' which wasn't expected, or isn't valid in this context
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
