using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of Python programs: tracebacks, requests, psycopg, pymysql, redis, pika, celery, pymongo, pydantic, Django.</summary>
public sealed class PythonLogTests
{
    [Theory]
    [InlineData(RootCause.RbacForbidden, null, "pods", """
        kubernetes.client.exceptions.ApiException: (403)
        Reason: Forbidden
        HTTP response body: {"kind":"Status","status":"Failure","message":"pods is forbidden: User \"system:serviceaccount:a:b\" cannot list resource \"pods\" in API group \"\" in the namespace \"a\"","reason":"Forbidden","code":403}
        """)]
    [InlineData(RootCause.CertificateExpired, "api.example.com", null, """
        requests.exceptions.SSLError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries exceeded with url: /v1 (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)')))
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/app/cache.db", """
        Traceback (most recent call last):
          File "/app/main.py", line 3, in <module>
            open('/app/cache.db', 'w')
        OSError: [Errno 30] Read-only file system: '/app/cache.db'
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "BUCKET", """
        2026-01-02 03:04:05,678 INFO root: starting
        Traceback (most recent call last):
          File "/app/job.py", line 3, in <module>
            bucket = os.environ["BUCKET"]
        KeyError: 'BUCKET'
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, null, """
        Traceback (most recent call last):
          File "/app/train.py", line 9, in <module>
            x = np.zeros((1, 10**11))
        numpy.core._exceptions._ArrayMemoryError: Unable to allocate 745. GiB for an array with shape (1, 100000000000) and data type float64
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "REDIS_PASSWORD", """
        Traceback (most recent call last):
          File "/app/settings.py", line 4, in <module>
            PASSWORD = os.environ["REDIS_PASSWORD"]
                       ~~~~~~~~~~^^^^^^^^^^^^^^^^^^
          File "<frozen os>", line 679, in __getitem__
        KeyError: 'REDIS_PASSWORD'
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Traceback (most recent call last):
          File "/app/job.py", line 12, in <module>
            run()
          File "/app/job.py", line 8, in run
            return 1 / n
        ZeroDivisionError: division by zero
        """)]
    [InlineData(RootCause.DependencyUnavailable, "pg.internal:5432", null, """
        Traceback (most recent call last):
          File "/app/db.py", line 5, in <module>
            conn = psycopg2.connect(dsn)
        psycopg2.OperationalError: connection to server at "pg.internal" (10.1.2.3), port 5432 failed: Connection refused
        	Is the server running on that host and accepting TCP/IP connections?
        """)]
    [InlineData(RootCause.DnsFailure, "pg", null, """
        sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not translate host name "pg" to address: Name or service not known

        (Background on this error at: https://sqlalche.me/e/20/e3q8)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "app", """
        psycopg2.OperationalError: connection to server at "pg" (10.1.2.3), port 5432 failed: FATAL:  password authentication failed for user "app"
        """)]
    [InlineData(RootCause.DependencyUnavailable, "broker:5672", null, """
        [2026-01-02 03:04:05,123: ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@broker:5672//: [Errno 111] Connection refused.
        Trying again in 2.00 seconds... (1/100)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "cache:6379", null, """
        redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.
        """)]
    [InlineData(RootCause.DnsFailure, "cache:6379", null, """
        redis.exceptions.ConnectionError: Error -2 connecting to cache:6379. Name or service not known.
        """)]
    [InlineData(RootCause.DependencyUnavailable, "billing:8000", null, """
        requests.exceptions.ConnectionError: HTTPConnectionPool(host='billing', port=8000): Max retries exceeded with url: /charge (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))
        """)]
    [InlineData(RootCause.DnsFailure, "billing", null, """
        requests.exceptions.ConnectionError: HTTPConnectionPool(host='billing', port=8000): Max retries exceeded with url: /charge (Caused by NameResolutionError("<urllib3.connection.HTTPConnection object at 0x7f>: Failed to resolve 'billing' ([Errno -2] Name or service not known)"))
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mysql", null, """
        sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (2003, "Can't connect to MySQL server on 'mysql' ([Errno 111] Connection refused)")
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mongo:27017", null, """
        pymongo.errors.ServerSelectionTimeoutError: mongo:27017: [Errno 111] Connection refused (configured timeouts: socketTimeoutMS: 20000.0ms), Timeout: 30s, Topology Description: <TopologyDescription id: 65, topology_type: Unknown>
        """)]
    [InlineData(RootCause.ApplicationError, null, "flask", """
        Traceback (most recent call last):
          File "/app/app.py", line 1, in <module>
            from flask import Flask
        ModuleNotFoundError: No module named 'flask'
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
          File "/app/app.py", line 7
            def handler(
                       ^
        SyntaxError: '(' was never closed
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
        database_url
          Field required [type=missing, input_value={}, input_type=dict]
            For further information visit https://errors.pydantic.dev/2.6/v/missing
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "/config/app.yaml", """
        FileNotFoundError: [Errno 2] No such file or directory: '/config/app.yaml'
        """)]
    [InlineData(RootCause.DependencyUnavailable, "rabbit:5672", null, """
        pika.exceptions.AMQPConnectionError: AMQPConnectorSocketConnectError: TimeoutError("TCP connection attempt timed out: 'rabbit'/(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('rabbit', 5672))")
        """)]
    [InlineData(RootCause.DependencyUnavailable, "elasticsearch:9200", null, """
        elastic_transport.ConnectionError: Connection error caused by: ConnectionError(Connection error caused by: NewConnectionError(<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused)) host='elasticsearch', port=9200
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        kafka.errors.NoBrokersAvailable: NoBrokersAvailable
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "SECRET_KEY", """
        django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        yaml.scanner.ScannerError: mapping values are not allowed here
          in "/etc/app/config.yml", line 3, column 9
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "--verbos", """
        app.py: error: unrecognized arguments: --verbos
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "--port", """
        Usage: app [OPTIONS]
        Try 'app --help' for help.

        Error: No such option: --port
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/data/app.log", """
        PermissionError: [Errno 13] Permission denied: '/data/app.log'
        """)]
    [InlineData(RootCause.RbacForbidden, null, null, """
        botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        django.db.utils.ProgrammingError: relation "orders" does not exist
        LINE 1: SELECT * FROM orders
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        LookupError: unknown encoding: foo
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        [2026-01-02 03:04:05 +0000] [1] [INFO] Starting gunicorn 21.2.0
        [2026-01-02 03:04:05 +0000] [8] [ERROR] Exception in worker process
        Traceback (most recent call last):
          File "/usr/local/lib/python3.11/site-packages/gunicorn/arbiter.py", line 609, in spawn_worker
            worker.init_process()
          File "/app/wsgi.py", line 3, in <module>
            app = build()
        AttributeError: module 'app' has no attribute 'build'
        [2026-01-02 03:04:05 +0000] [8] [INFO] Worker exiting (pid: 8)
        [2026-01-02 03:04:06 +0000] [1] [ERROR] Worker failed to boot.
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.55.1:5432", null, """
        sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not connect to server: Connection timed out
        	Is the server running on host "10.96.55.1" and accepting
        	TCP/IP connections on port 5432?
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.55.1:5432", null, """
        asyncpg: OSError: Multiple exceptions: [Errno 111] Connect call failed ('10.96.55.1', 5432)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "api:8080", null, """
        aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host api:8080 ssl:default [Connect call failed ('10.3.3.3', 8080)]
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        httpx.ConnectError: All connection attempts failed
        """)]
    [InlineData(RootCause.DependencyUnavailable, "orders:50051", null, """
        grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with:
        	status = StatusCode.UNAVAILABLE
        	details = "failed to connect to all addresses; last error: UNKNOWN: ipv4:10.1.1.1:50051: Failed to connect to remote host: connect: Connection refused (111) orders:50051"
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        ERROR:root:order 7 could not be priced
        Traceback (most recent call last):
          File "/app/x.py", line 3, in price
            return rates[c]
        KeyError: 'eur'
        """)]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        sqlite3.OperationalError: database or disk is full
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
