using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Sentences that programs write for people.</summary>
public sealed class PlainLogTests
{
    [Theory]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
         [!] connection to RabbitMQ failed, giving up
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, "redis:6379", null, """
        Error: NOAUTH Authentication required. redis://redis:6379
        """)]
    [InlineData(RootCause.DependencyUnavailable, "vault:8200", null, """
        Error initializing client: Get "http://vault:8200/v1/sys/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "consul:8500", null, """
        2026-01-02T03:04:05Z ERR unable to reach agent at consul:8500
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "DB_HOST", """
        ERROR: DB_HOST is not set
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "API_KEY", """
        Fatal: missing env var API_KEY
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "MODE", """
        environment variable "MODE" not set
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "S3_BUCKET", """
        [error] S3_BUCKET must be defined
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "SMTP_HOST", """
        2026-01-02 03:04:05 CRITICAL app: Please set the SMTP_HOST environment variable
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        Error: failed to load config: yaml: line 14: mapping values are not allowed in this context
        """)]
    [InlineData(RootCause.RbacForbidden, null, null, """
        AccessDenied: User: arn:aws:sts::123456789012:assumed-role/app/x is not authorized to perform: sqs:ReceiveMessage on resource: arn:aws:sqs:eu-west-1:123456789012:q
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        error: Dirty database version 12. Fix and force version.
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        2026-01-02 03:04:05 ERROR Something odd about widget 7
        2026-01-02 03:04:05 INFO shutting down
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Starting worker
        Checksum mismatch in segment 12
        """)]
    [InlineData(RootCause.DependencyUnavailable, "user-db:5432", null, """
        2026-01-02T03:04:05Z INFO starting
        2026-01-02T03:04:06Z ERROR cannot reach user-db:5432: connection refused
        2026-01-02T03:04:07Z WARN retrying in 5s
        2026-01-02T03:04:17Z FATAL giving up after 3 attempts
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, null, """
        [2026-01-02 03:04:05 +0000] [1] [ERROR] Worker (pid:8) was sent SIGKILL! Perhaps out of memory?
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        ConfigurationError: no value for 'queue.url'
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "/etc/app/settings.toml", """
        Error: config file /etc/app/settings.toml not found
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        Error: unknown command "serv" for "app"
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        2026-01-02 03:04:05,123 [main] FATAL - Invalid port number: 99999999
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        Login failed for user 'sa'. Reason: Password did not match that for the login provided.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        ERROR: WRONGPASS invalid username-password pair or user is disabled.
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        2026-01-02T03:04:05Z ERROR unknown widget kind
        2026-01-02T03:04:05Z ERROR server is shutting down
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "API_KEY", """
        API_KEY must not be empty
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "API_KEY", """
        error: API_KEY (required) is missing
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "QUEUE_URL", """
        Environment variable QUEUE_URL does not exist
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "QUEUE_URL", """
        ValueError: QUEUE_URL environment variable is required
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "LICENSE_KEY", """
        LICENSE_KEY not provided, aborting
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "LICENSE_KEY", """
        Error: process.env.LICENSE_KEY is undefined
        """)]
    [InlineData(RootCause.DependencyUnavailable, null, null, """
        2026-01-02T03:04:05Z FATAL database is down
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

    [Theory]
    [InlineData("""
        Starting worker
        Listening on 8080
        Received SIGTERM, shutting down gracefully
        """)]
    [InlineData("""
        DB_HOST is set to db
        JAVA_OPTS set to -Xmx64m
        Environment variable MODE set
        Starting
        """)]
    public void A_log_that_names_no_failure_has_none(string text) =>
        Assert.Null(LogReader.Explain(new ContainerLog("shop", "app-1", "app", false, text), crashed: true));
}
