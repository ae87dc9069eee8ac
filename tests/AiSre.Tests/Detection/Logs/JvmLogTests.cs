using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of JVM programs: stack traces, Spring Boot, JDBC drivers, Kafka, Lettuce, Hikari, Flyway, the launcher.</summary>
public sealed class JvmLogTests
{
    [Theory]
    [InlineData(RootCause.DnsFailure, "kafka-0.kafka.data.svc.cluster.local", null, """
        E0102 03:04:05.000000       1 main.go:77] "Unable to start" err="dial tcp: lookup kafka-0.kafka.data.svc.cluster.local: Temporary failure in name resolution"
        """)]
    [InlineData(RootCause.CertificateExpired, null, null, """
        javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed
        	at java.base/sun.security.ssl.Alert.createSSLException(Alert.java:131)
        Caused by: java.security.cert.CertificateExpiredException: NotAfter: Wed Dec 31 00:00:00 UTC 2025
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, "Java heap space", """
        Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
        	at java.base/java.util.Arrays.copyOf(Arrays.java:3537)
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, "Java heap space", """
        2026-01-02 03:04:05 INFO starting
        Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
        	at java.base/java.util.Arrays.copyOf(Arrays.java:3537)
        """)]
    [InlineData(RootCause.CommandNotFound, null, "com.acme.Main", """
        Error: Could not find or load main class com.acme.Main
        Caused by: java.lang.ClassNotFoundException: com.acme.Main
        """)]
    [InlineData(RootCause.CommandNotFound, null, "/app/app.jar", """
        Error: Unable to access jarfile /app/app.jar
        """)]
    [InlineData(RootCause.DnsFailure, "orders-postgres", null, """
        2026-01-02T03:04:05.123Z  INFO 1 --- [           main] o.s.b.StartupInfoLogger : Starting App
        2026-01-02T03:04:06.123Z ERROR 1 --- [           main] o.s.boot.SpringApplication               : Application run failed

        org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'entityManagerFactory': Unable to build Hibernate SessionFactory
        	at org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.initializeBean(AbstractAutowireCapableBeanFactory.java:1786)
        Caused by: org.postgresql.util.PSQLException: The connection attempt failed.
        	at org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:358)
        	... 43 common frames omitted
        Caused by: java.net.UnknownHostException: orders-postgres
        	at java.base/sun.nio.ch.NioSocketImpl.connect(NioSocketImpl.java:567)
        	... 52 common frames omitted
        """)]
    [InlineData(RootCause.DependencyUnavailable, "orders-postgres:5432", null, """
        2026-01-02T03:04:06.123Z ERROR 1 --- [main] com.zaxxer.hikari.pool.HikariPool : HikariPool-1 - Exception during pool initialization.

        org.postgresql.util.PSQLException: Connection to orders-postgres:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.
        	at org.postgresql.core.v3.ConnectionFactoryImpl.openConnectionImpl(ConnectionFactoryImpl.java:342)
        Caused by: java.net.ConnectException: Connection refused
        	at java.base/sun.nio.ch.Net.pollConnect(Native Method)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "payments.gateway.url", """
        2026-01-02 03:04:06.123 ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed
        org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'gatewayClient': Injection of autowired dependencies failed
        Caused by: java.lang.IllegalArgumentException: Could not resolve placeholder 'payments.gateway.url' in value "${payments.gateway.url}"
        	at org.springframework.util.PropertyPlaceholderHelper.parseStringValue(PropertyPlaceholderHelper.java:180)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "url", """
        ***************************
        APPLICATION FAILED TO START
        ***************************

        Description:

        Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.

        Reason: Failed to determine a suitable driver class
        """)]
    [InlineData(RootCause.DependencyUnavailable, "kafka:9092", null, """
        [2026-01-02 03:04:05,123] WARN [AdminClient clientId=adminclient-1] Connection to node -1 (kafka/10.96.7.7:9092) could not be established. Broker may not be available. (org.apache.kafka.clients.NetworkClient)
        [2026-01-02 03:04:06,123] WARN [AdminClient clientId=adminclient-1] Connection to node -1 (kafka/10.96.7.7:9092) could not be established. Broker may not be available. (org.apache.kafka.clients.NetworkClient)
        [2026-01-02 03:05:06,123] ERROR Failed to start (com.acme.Main)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "kafka:9092", null, """
        org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node assignment. Call: describeTopics
        [2026-01-02 03:04:06,123] WARN Bootstrap broker kafka:9092 (id: -1 rack: null) disconnected (org.apache.kafka.clients.NetworkClient)
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()" because "s" is null
        	at com.acme.Main.main(Main.java:7)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "UseFoo", """
        Unrecognized VM option 'UseFoo'
        Error: Could not create the Java Virtual Machine.
        Error: A fatal exception has occurred. Program will exit.
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Caused by: org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation
        """)]
    [InlineData(RootCause.DependencyUnavailable, "redis-master:6379", null, """
        io.lettuce.core.RedisConnectionException: Unable to connect to redis-master/<unresolved>:6379
        Caused by: io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: redis-master/10.3.2.1:6379
        Caused by: java.net.ConnectException: Connection refused
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mysql:3306", null, """
        com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure

        The last packet sent successfully to the server was 0 milliseconds ago.
        	at com.mysql.cj.jdbc.exceptions.SQLError.createCommunicationsException(SQLError.java:174)
        Caused by: java.net.ConnectException: Connection refused (mysql:3306)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mssql:1433", null, """
        com.microsoft.sqlserver.jdbc.SQLServerException: The TCP/IP connection to the host mssql, port 1433 has failed. Error: "Connection refused. Verify the connection properties."
        """)]
    [InlineData(RootCause.DependencyUnavailable, "mongo:27017", null, """
        com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that matches ReadPreferenceServerSelector{readPreference=primary}. Client view of cluster state is {type=UNKNOWN, servers=[{address=mongo:27017, type=UNKNOWN, state=CONNECTING, exception={com.mongodb.MongoSocketOpenException: Exception opening socket}, caused by {java.net.ConnectException: Connection refused}}]
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "shop", """
        com.mysql.cj.exceptions.CJException: Access denied for user 'shop'@'10.244.1.9' (using password: YES)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "payments.svc:443", null, """
        feign.RetryableException: connect timed out executing POST https://payments.svc/charge
        Caused by: java.net.SocketTimeoutException: connect timed out: payments.svc:443
        """)]
    [InlineData(RootCause.DependencyUnavailable, "zookeeper:2181", null, """
        [2026-01-02 03:04:05,123] ERROR Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)
        kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING zookeeper:2181
        	at kafka.zookeeper.ZooKeeperClient.waitUntilConnected(ZooKeeperClient.scala:254)
        [2026-01-02 03:04:05,223] INFO shutting down (kafka.server.KafkaServer)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        java.lang.IllegalArgumentException: Invalid value abc for configuration acks: String must be one of: all, -1, 0, 1
        	at org.apache.kafka.common.config.ConfigDef.parseType(ConfigDef.java:728)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "server.host", """
        io.smallrye.config.ConfigValidationException: Configuration validation failed:
        	java.util.NoSuchElementException: SRCFG00014: The config property server.host is required but it could not be found in any config source
        """)]
    [InlineData(RootCause.PermissionDenied, null, "/data", """
        java.nio.file.AccessDeniedException: /data
        	at java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:90)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        java.lang.IllegalArgumentException: requirement failed: Each listener must have a different name, listeners: PLAINTEXT://:9092. Invalid configuration
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        ERROR: [1] bootstrap checks failed. You must address the points described in the following [1] lines before starting Elasticsearch.
        bootstrap check failure [1] of [1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Error: LinkageError occurred while loading main class com.acme.Main
        	java.lang.UnsupportedClassVersionError: com/acme/Main has been compiled by a more recent version of the Java Runtime (class file version 65.0)
        """)]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        [2026-01-02 03:04:05,123] ERROR Error while writing to checkpoint file /kafka/logs/recovery-point (kafka.server.LogDirFailureChannel)
        java.io.IOException: No space left on device
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
