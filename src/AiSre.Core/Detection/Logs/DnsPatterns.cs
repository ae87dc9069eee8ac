namespace AiSre.Detection.Logs;

/// <summary>Names that do not resolve.</summary>
/// <remarks>
/// The resolvers' own words: Go's net package, glibc's and musl's <c>gai_strerror</c>, getaddrinfo as Node, Python, PHP, Rust and libpq pass it
/// on, the JDK, c-ares (gRPC, Envoy), curl, BusyBox, BIND's tools, nginx, librdkafka.
/// </remarks>
internal static class DnsPatterns
{
    private const string Host = @"(?<host>\w[\w.-]*)";

    public static IEnumerable<LogRule> Rules =>
    [
        // Go
        Go($@"\blookup {Host}(?: on \S+)?:? .*(?:no such host|server misbehaving|i/o timeout|temporary failure|connection refused|no answer|timed? ?out|unreachable|operation not permitted|cannot unmarshal)", "lookup "),
        Go($@"\bdial (?:tcp|udp)\d?:? {Host}(?::(?<port>\d+))?:? .*no such host", "no such host"),
        Go(@"produced zero addresses|name resolver error", "produced zero addresses", "name resolver error"),

        // Node
        Of(LogRuntime.Node, $@"\b(?:getaddrinfo|query\w*) (?:ENOTFOUND|EAI_AGAIN|ESERVFAIL|ETIMEOUT|ENODATA|ECONNREFUSED)(?: {Host})?", "getaddrinfo E", "ENOTFOUND", "EAI_AGAIN", "ESERVFAIL", "ENODATA", "ETIMEOUT", "ECONNREFUSED"),
        Of(LogRuntime.Node, $@"\b(?:ENOTFOUND|EAI_AGAIN)\b(?:,? {Host}:(?<port>\d+))?", "ENOTFOUND", "EAI_AGAIN"),

        // JVM
        Of(LogRuntime.Jvm, $@"\bUnknownHostException:? (?:Failed to resolve |Unable to resolve host |hostname not resolved: )?[""']?{Host}", "UnknownHostException"),
        Of(LogRuntime.Jvm, $@"\bUnresolvedAddressException\b|\bFailed to resolve '{Host}'|\bCouldn't resolve server {Host}:(?<port>\d+) from bootstrap|\bNo resolvable bootstrap urls\b|\bdns name not found", "UnresolvedAddress", "resolve", "dns name not found"),

        // Python
        Of(LogRuntime.Python, $@"\bFailed to resolve '{Host}'|\bNameResolutionError\b|\bgaierror\b|\bgetaddrinfo failed\b", "Failed to resolve", "NameResolutionError", "gaierror", "getaddrinfo failed"),
        Of(LogRuntime.Python, $@"\bError -\d+ connecting to {Host}:(?<port>\d+)", "connecting to"),

        // .NET
        Of(LogRuntime.DotNet, $@"\b(?:No such host is known|Name or service not known|Resource temporarily unavailable|nodename nor servname provided, or not known)\.? \({Host}:(?<port>\d+)\)", "no such host", "not known", "temporarily unavailable"),

        // PHP, Ruby, Rust, Erlang
        Of(LogRuntime.Php, $@"\bphp_network_getaddresses: getaddrinfo (?:for {Host} )?failed", "php_network_getaddresses"),
        Of(LogRuntime.Ruby, $@"\bgetaddrinfo(?:\(3\))?: (?:Name|Temporary|No address|nodename)|\bFailed to open TCP connection to {Host}:(?<port>\d+) \(getaddrinfo", "getaddrinfo"),
        Of(LogRuntime.Rust, @"\bfailed to lookup address information\b|\bdns error\b", "failed to lookup address", "dns error"),
        Of(LogRuntime.Server, $@"\bepmd error for host {Host}: (?:nxdomain|timeout|address)|\bnxdomain \(non-existing domain\)|\{{:?nxdomain", "nxdomain", "epmd error"),

        // Tools
        Of(LogRuntime.Shell, $@"\bcould not resolve (?:host|proxy|hostname):? ?[""']?{Host}?", "could not resolve"),
        Of(LogRuntime.Shell, $@"\bbad address '{Host}(?::(?<port>\d+))?'|\bcan't resolve '{Host}'|\bunable to resolve host(?: address)? [‘'""]?{Host}|\bcan't find {Host}: (?:NXDOMAIN|SERVFAIL|REFUSED|No answer|Non-existent|Server failed)", "bad address", "can't resolve", "unable to resolve host", "can't find"),
        Of(LogRuntime.Shell, $@"\bno servers could be reached\b|\bHost {Host} not found: \d|\bcommunications error to \S+: (?:timed out|connection refused)", "no servers could be reached", "not found: ", "communications error"),
        Of(LogRuntime.Shell, $@"\bgetaddrinfo for host ""{Host}"" port (?<port>\d+)", "getaddrinfo for host"),

        // libpq, MySQL
        Of(LogRuntime.Unknown, $@"\bcould not translate host name ""{Host}"" to address", "could not translate host name"),
        Of(LogRuntime.Unknown, $@"\bUnknown (?:MySQL |MariaDB )?server host '{Host}'", "server host '"),

        // nginx, HAProxy, Envoy, gRPC, librdkafka, CoreDNS
        Of(LogRuntime.Server, $@"\bhost not found in (?:upstream|resolver) ""{Host}(?::(?<port>\d+))?[""/]|\b{Host} could not be resolved \(|\bno resolver defined to resolve {Host}", "host not found in", "could not be resolved", "no resolver defined"),
        Of(LogRuntime.Server, $@"\bcould not resolve address '{Host}(?::(?<port>\d+))?'", "could not resolve address"),
        Of(LogRuntime.Unknown, $@"\b(?:DNS|name|address) resolution (?:has )?(?:failed|error|timed? ?out)(?:.*?(?:for|of)(?: target)? (?:dns:(?:///)?)?{Host}(?::(?<port>\d+))?)?", "resolution"),
        Of(LogRuntime.Unknown, $@"\bFailed to resolve '?{Host}:(?<port>\d+)'?: ", "failed to resolve"),
        Of(LogRuntime.Server, @"\bplugin/errors: \d+ (?<subject>\S+)\. \w+: .*(?:i/o timeout|connection refused|unreachable|no route|misbehaving)", "plugin/errors"),

        // Everyone else's words for it
        Of(LogRuntime.Unknown, @"\bname or service not known\b|\btemporary failure in name resolution\b|\bname does not resolve\b|\bno address associated with (?:host)?name\b|\bno such host\b|\bnodename nor servname\b|\bname has no usable address\b|\bNXDOMAIN\b|\bNon-?existent domain\b|\bERR_NAME_NOT_RESOLVED\b",
            "name or service", "name resolution", "does not resolve", "no address associated", "no such host", "nodename nor", "no usable address", "nxdomain", "existent domain", "NAME_NOT_RESOLVED"),
        Of(LogRuntime.Unknown, $@"\b(?:could not|cannot|can't|couldn't|unable to|failed to|failure to) (?:resolve|look ?up)\b(?: the)?(?: (?:host ?name|host|address|name|DNS(?: name)?|domain|server))?(?: (?:for|of))?:? ?[""'`]?(?<host>[a-z0-9][\w-]*(?:\.[\w-]+)+|[a-z0-9]+(?:-[a-z0-9]+)+)(?::(?<port>\d+))?\b",
            "resolve", "lookup", "look up"),
    ];

    private static LogRule Go(string pattern, params string[] triggers) => Of(LogRuntime.Go, pattern, triggers);

    private static LogRule Of(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.DnsFailure, pattern, triggers) { Runtime = runtime, Addressed = true };
}
