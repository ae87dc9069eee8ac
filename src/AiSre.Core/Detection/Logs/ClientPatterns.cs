namespace AiSre.Detection.Logs;

/// <summary>Dependencies that cannot be reached, in the words of the clients of databases, caches and brokers.</summary>
internal static class ClientPatterns
{
    private const string Host = @"(?<host>\[[0-9a-f:.]+\]|\w[\w.-]*)";
    private const string Port = @"(?<port>\d{1,5})";

    public static IEnumerable<LogRule> Rules =>
    [
        // PostgreSQL: libpq (psycopg, pg gem, PHP), pgjdbc, Npgsql, Prisma
        Of(LogRuntime.Unknown, $@"\bconnection to server (?:at ""{Host}""|on socket ""(?<subject>[^""]+)"")(?: \([^)]*\))?,? (?:port {Port} )?failed: (?:Connection refused|timeout|No route|could not|server closed|Connection timed out|Network|Host|FATAL: +the database system is|\S* ?No such file)", "connection to server"),
        Of(LogRuntime.Unknown, $@"\bcould not connect to server(?:: (?:Connection|No route|Network|Host|Operation|No such|could not))?(?:.*host ""{Host}"")?|\bcould not connect to the primary server\b|\bPG::ConnectionBad\b", "could not connect to", "PG::ConnectionBad"),
        new(RootCause.DependencyUnavailable, @"\bthe database system is (?:starting up|shutting down|not yet accepting connections|in recovery mode)\b", "the database system is") { Telling = Telling.Vague, Addressed = true },
        Of(LogRuntime.Unknown, @"\bremaining connection slots are reserved\b|\bsorry, too many clients already\b|\bERROR 1040\b.*\bToo many connections\b|\bmax number of clients reached\b", "connection slots", "too many clients", "too many connections", "max number of clients"),
        Of(LogRuntime.Jvm, $@"\bConnection to {Host}:{Port} (?:refused|timed out)", "connection to "),
        Of(LogRuntime.DotNet, $@"\bNpgsqlException\b.*(?:Failed to connect to {Host}:{Port}|Exception while connecting|Exception while reading from stream|timeout)", "NpgsqlException"),
        Of(LogRuntime.Node, $@"\bCan't reach database server at `?{Host}`?:`?{Port}|\bSequelize(?:ConnectionRefused|HostNotFound|HostNotReachable|ConnectionTimedOut|Connection)Error\b|\bKnexTimeoutError\b", "can't reach database", "Sequelize", "KnexTimeoutError"),

        // MySQL and MariaDB
        Of(LogRuntime.Unknown, $@"\bCan't connect to (?:local |MySQL |MariaDB )*(?:MySQL |MariaDB )?server (?:on|at|through socket) '{Host}(?::{Port})?|\bconnect to server at '{Host}' failed|\bLost connection to (?:MySQL|MariaDB|server)|\bMySQL server has gone away\b|\bServer has gone away\b", "can't connect to", "connect to server at", "lost connection to", "gone away"),
        Of(LogRuntime.Jvm, @"\bCommunications link failure\b|\bSocket fail to connect to host\b|\bCould not create connection to database server\b", "communications link failure", "socket fail to connect", "could not create connection"),
        Of(LogRuntime.DotNet, @"\bUnable to connect to any of the specified MySQL hosts\b", "specified MySQL hosts"),
        Of(LogRuntime.Php, @"\bSQLSTATE\[HY000\] \[20(?:02|03|06|13)\]|\bSQLSTATE\[08\w{3}\]", "SQLSTATE["),

        // SQL Server, Oracle
        Of(LogRuntime.Unknown, $@"\bThe TCP/IP connection to the host {Host}, port {Port} has failed|\bA network-related or instance-specific error occurred|\bTCP Provider: (?:Error code|No connection|A connection attempt)|\bLogin timeout expired\b", "TCP/IP connection", "network-related", "TCP Provider", "login timeout"),
        Of(LogRuntime.Unknown, @"\bORA-(?:12541|12514|12505|12170|12154|12545|12537|17002|01033|12528)\b|\bThe Network Adapter could not establish\b", "ORA-", "Network Adapter"),

        // JVM pools and frameworks
        Of(LogRuntime.Jvm, @"\bException during pool initialization\b|\bConnection is not available, request timed out\b|\bUnable to (?:acquire|obtain) (?:a )?(?:JDBC |database )?connection\b|\bCould not open JDBC Connection\b|\bFailed to obtain JDBC Connection\b|\bI/O error on \w+ request for ""\w+://"  + Host + @"(?::" + Port + @")?", "pool initialization", "connection is not available", "unable to acquire", "unable to obtain", "JDBC connection", "I/O error on"),

        // Redis
        Of(LogRuntime.Python, $@"\bError \d+ (?:while )?connecting to {Host}:{Port}|\bredis\.exceptions\.(?:ConnectionError|TimeoutError)\b", "connecting to", "redis.exceptions"),
        Of(LogRuntime.Unknown, $@"\bUnable to connect to (?:Redis|{Host}[:/].*:{Port})|\bRedisConnection(?:Failure)?Exception\b|\bCannot get Jedis connection\b|\bFailed (?:to )?connect(?:ing)? to any host resolved\b|\bJedisConnectionException\b|\bCould not get a resource from the pool\b", "unable to connect to", "RedisConnection", "Jedis", "host resolved", "resource from the pool"),
        Of(LogRuntime.Node, $@"\bRedis connection to {Host}:{Port} failed|\bMaxRetriesPerRequestError\b|\[ioredis\] Unhandled error", "Redis connection to", "MaxRetriesPerRequest", "[ioredis]"),
        Of(LogRuntime.DotNet, $@"\bIt was not possible to connect to the redis server|\bNo connection is (?:active/)?available to service this operation|\bUnableToConnect on {Host}:{Port}", "redis server", "No connection is", "UnableToConnect on"),
        Of(LogRuntime.Shell, $@"\bCould not connect to Redis at {Host}:{Port}|\bError connecting to Redis on {Host}:{Port}|\bRedis::CannotConnectError\b|\bPredis\\Connection\\ConnectionException\b|\bRedisException: (?:Connection|read error|Redis server)", "to Redis", "CannotConnectError", "Predis", "RedisException"),

        // MongoDB
        Of(LogRuntime.Unknown, @"\bserver selection (?:error|timeout|timed out)\b|\bServerSelectionTimeoutError\b|\bMongo(?:ose)?ServerSelectionError\b|\bMongoNetwork(?:Timeout)?Error\b|\bMongoTimeoutException\b|\bMongoSocket\w*Exception\b|\bwhile waiting for a server that matches\b|\d ?ms selecting a server using\b|\bno reachable servers\b|\bNo suitable servers found\b|\bMongoConnectionException\b|\bMongo::Error::NoServerAvailable\b",
            "server selection", "ServerSelection", "MongoNetwork", "MongoTimeout", "MongoSocket", "server that matches", "selecting a server", "no reachable servers", "no suitable servers", "MongoConnection", "NoServerAvailable"),

        // Kafka
        Of(LogRuntime.Jvm, $@"\bConnection to node -?\d+ \({Host}(?:/[\d.]*)?:{Port}\) (?:could not be established|terminated)|\bBootstrap broker {Host}:{Port} .*disconnected|\bTimed out waiting for a node assignment\b|\bnot present in metadata after\b|\bFailed to update metadata after\b|\bTimeout expired while fetching topic metadata\b|\bTimeout expired before the position\b|\bTimeoutException: Call\(callName=", "connection to node", "bootstrap broker", "node assignment", "in metadata after", "update metadata", "timeout expired", "callName="),
        Of(LogRuntime.Unknown, $@"\bConnect to (?:ipv[46]#)?\S+ failed: |\b{Host}:{Port}/(?:bootstrap|\d+): (?:Connect|Disconnected|Failed)|\bbrokers? are down\b|\bBroker transport failure\b|\bNoBrokersAvailable\b|\bKafkaJS(?:ConnectionError|NumberOfRetriesExceeded|ConnectionTimeout)\b|\bkafka: client has run out of available brokers\b|\bclient has run out of available brokers\b", "connect to", "/bootstrap", "are down", "broker transport", "NoBrokersAvailable", "KafkaJS", "available brokers"),
        Of(LogRuntime.Server, @"\bTimed out waiting for connection (?:to Zookeeper server )?while in state\b|\bUnable to connect to zookeeper server\b|\bKeeperErrorCode = (?:ConnectionLoss|SessionExpired)|\bclient (?:could not|unable to) connect to ZooKeeper", "while in state", "zookeeper", "KeeperErrorCode"),

        // AMQP, NATS
        Of(LogRuntime.Unknown, $@"\bAMQPConnectionError\b|\bAmqpConnectException\b|\bAMQPConnectionException\b|\bNone of the specified endpoints were reachable\b|\bBrokerUnreachableException\b|\bTCPConnectionFailed\w*\b|\bAMQPConnectorException\b|\bconsumer: Cannot connect to \w+://(?:[^@\s]*@)?{Host}(?::{Port})?|\bkombu\.exceptions\.OperationalError\b|\bnats: no servers available\b|\bNatsError: (?:CONNECTION_REFUSED|TIMEOUT)", "AMQP", "endpoints were reachable", "BrokerUnreachable", "TCPConnectionFailed", "cannot connect to", "kombu", "nats: no", "NatsError"),

        // Elasticsearch, Cassandra, etcd, Consul, Vault
        Of(LogRuntime.Unknown, $@"\bNoNodeAvailableException\b|\bNoLivingConnectionsError\b|\bNo alive nodes\b|\bNoNodesAvailable\w*\b|\bAll host\(s\) tried for query failed\b|\bNoHostAvailable\w*\b|\bAllNodesFailedException\b|\bCould not reach any contact point\b|\belasticsearch\.(?:exceptions\.)?ConnectionError\b|\belastic_transport\.ConnectionError\b|\bUnable to retrieve version information from Elasticsearch\b|\bUnable to connect to any servers\b|\betcdserver: (?:request timed out|no leader)\b|\bno available endpoints\b|\betcdclient: no available endpoints\b", "NoNodeAvailable", "NoLivingConnections", "alive nodes", "NoNodesAvailable", "tried for query", "NoHostAvailable", "AllNodesFailed", "contact point", "elasticsearch", "elastic_transport", "any servers", "etcdserver", "available endpoints"),

        // Python's and Node's HTTP clients name the host in their own way.
        Of(LogRuntime.Python, $@"\bHTTPS?ConnectionPool\(host='{Host}', port={Port}\)|\bCannot connect to host {Host}:{Port}|\bMax retries exceeded\b|\bhttpx\.Connect(?:Error|Timeout)\b", "ConnectionPool(", "cannot connect to host", "max retries exceeded", "httpx.Connect"),
        Of(LogRuntime.Node, $@"\brequest to \w+://{Host}(?::{Port})?\S* failed, reason: |\bUND_ERR_CONNECT_TIMEOUT\b|\bConnectTimeoutError\b", "failed, reason", "UND_ERR_CONNECT", "ConnectTimeoutError"),
        Of(LogRuntime.Php, @"\bstream_socket_client\(\): Unable to connect to|\bfsockopen\(\): Unable to connect|\bcURL error (?:7|28|52|56):", "unable to connect", "cURL error"),
    ];

    /// <summary>That something cannot be reached, in no library's words in particular. Tells what kind of failure it is; the host makes it specific.</summary>
    public static IEnumerable<LogRule> Plain =>
    [
        new(RootCause.DependencyUnavailable,
            @"\b(?:failed|unable|not able|could(?: not|n't)|can(?:not|'t)|failure|error|not possible|problem|impossible|refused)\b(?: to| while| when| during| in|:)?(?: \w+){0,2}? ?\b(?:re-?connect(?:ing)?|reach(?:ing)?|dial(?:l?ing)?|contact(?:ing)?|ping(?:ing)?|establish(?:ing)?(?: \w+){0,4} connection|open(?:ing)?(?: \w+){0,3} connection|create(?:ing)?(?: \w+){0,2} connection)\b",
            "connect", "reach", "dial", "contact", "ping", "connection") { Telling = Telling.Vague, Addressed = true },
        new(RootCause.DependencyUnavailable,
            @"\b(?:database|db|redis|cache|broker|kafka|rabbitmq|queue|mongo(?:db)?|mysql|postgres(?:ql)?|elasticsearch|backend|upstream|dependency|downstream service|remote (?:service|server|host)|service|server|host|endpoint|api)\b(?: (?:at|on) \S+| [""'`]\S+)?(?: is| was| are)?(?: currently| still)? (?:unavailable|unreachable|offline|not (?:reachable|available|responding|accessible|ready))\b|\b(?:connection|connect(?:ing)?)\b.{0,40}\b(?:failed|failure|error|timed? ?out|lost)\b|\bwithout (?:a )?database(?: connection)?\b|\bdependency check failed\b|\b(?:database|redis|broker|server|service|backend|upstream|host) is (?:currently )?down\b",
            "unavailable", "unreachable", "is down", "offline", "not reachable", "not available", "not responding", "not accessible", "not ready", "connect", "without", "dependency") { Telling = Telling.Vague, Addressed = true },
    ];

    private static LogRule Of(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.DependencyUnavailable, pattern, triggers) { Runtime = runtime, Addressed = true };
}
