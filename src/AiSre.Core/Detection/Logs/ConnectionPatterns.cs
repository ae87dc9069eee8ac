namespace AiSre.Detection.Logs;

/// <summary>Dependencies that refuse, do not answer, or hang up, in the words of runtimes, tools and proxies.</summary>
/// <remarks>
/// The operating system's (<c>strerror</c>), Go's net and net/http, gRPC's status codes, the JDK's and Netty's exceptions, libuv's codes, Python's and urllib3's,
/// .NET's SocketException, Ruby's Errno, curl, wget, nc, wait-for-it, kubectl, Thrift, nginx, Envoy, HAProxy, Traefik. The client libraries' are in
/// <see cref="ClientPatterns"/>.
/// </remarks>
internal static class ConnectionPatterns
{
    private const string Host = @"(?<host>\[[0-9a-f:.]+\]|\w[\w.-]*)";
    private const string Port = @"(?<port>\d{1,5})";

    public static IEnumerable<LogRule> Rules =>
    [
        // Tools
        Of(LogRuntime.Shell, $@"\bcurl: \((?:5|7|16|18|28|35|52|55|56)\)(?:.*? to {Host} port {Port})?", "curl: ("),
        Of(LogRuntime.Shell, $@"\bwget: (?:can't connect to remote host(?: \({Host}\))?|download timed out|server returned error: HTTP/[\d.]+ 5)|\b(?:nc|ncat|netcat): (?:connect to )?{Host}(?: \([^)]*\))?(?::{Port}| port {Port})?.*(?:refused|timed out|unreachable|no route)", "wget: ", "nc: ", "ncat: ", "netcat: "),
        Of(LogRuntime.Shell, $@"\btimeout occurred after waiting \d+ seconds for {Host}:{Port}|\bTimeout after .* waiting on dependencies|\b{Host}:{Port} - (?:no response|rejecting connections)", "timeout occurred", "waiting on dependencies", " - no response", "rejecting connections"),
        Of(LogRuntime.Shell, $@"\bThe connection to the server {Host}(?::{Port})? was refused|\bUnable to connect to the server: ", "connection to the server", "unable to connect to the server"),
        Of(LogRuntime.Native, $@"\bFailed to connect {Host}:{Port}: |<Host: {Host} Port: {Port}>", "failed to connect", "<Host: "),

        // Proxies
        Of(LogRuntime.Server, $@"\bconnect\(\) (?:to \S+ )?failed \(\d+: [^)]*\) while connecting to upstream(?:.*upstream: ""\w+://{Host}(?::{Port})?)?|\bupstream timed out \(\d+: (?:.*upstream: ""\w+://{Host}(?::{Port})?)?|\bno live upstreams while connecting to upstream(?:.*upstream: ""\w+://{Host})?", "while connecting to upstream", "upstream timed out"),
        Of(LogRuntime.Server, @"\bno healthy upstream\b|\bupstream connect error or disconnect\b|\bdelayed connect error: \d+|\bconfig stream (?:to \S+ )?closed: 14\b", "no healthy upstream", "upstream connect error", "delayed connect error", "closed: 14"),
        Of(LogRuntime.Server, @"\bServer (?<subject>\S+/\S+) is DOWN\b|\b(?:backend|proxy) '?(?<subject>[\w.-]+)'? has no server available", "is DOWN", "no server available"),

        // Runtimes, with the address in the same breath
        Of(LogRuntime.Jvm, $@"\bConnect to (?:\w+://)?{Host}(?::{Port})? \[[^\]]*\] failed: |\bConnection refused(?:: no further information)?: {Host}(?:/[\d.]+)?:{Port}", "] failed: ", "connection refused"),
        Of(LogRuntime.Node, $@"\b(?:connect|read|write) (?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET)(?: {Host}:{Port})?", "ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ECONNRESET"),
        Of(LogRuntime.DotNet, $@"\b(?:Connection refused|Connection timed out|No route to host|Host is unreachable|Network is unreachable|Operation timed out|actively refused it\.?|failed to respond\.?) \({Host}:{Port}\)", "connection refused (", "timed out (", "to host (", "unreachable (", "refused it", "to respond"),
        Of(LogRuntime.Ruby, $@"\bFailed to open TCP connection to {Host}:{Port}|\bconnect\(2\) for ""?{Host}""?(?: port {Port}|:{Port})|\bNet::OpenTimeout\b", "failed to open tcp", "connect(2) for", "Net::OpenTimeout"),
        Of(LogRuntime.Go, $@"\bproxyconnect tcp: dial tcp {Host}:{Port}|\bdial (?:tcp|udp)\d?:? (?:connect to )?{Host}:{Port}: (?:connect: |i/o timeout|operation was canceled|context)|\bdial unix (?<subject>\S+): connect: ", "dial tcp", "dial udp", "dial unix"),
        Of(LogRuntime.Go, @"\bcode = (?:Unavailable|DeadlineExceeded) desc = ", "code = Unavailable", "code = DeadlineExceeded"),
        Of(LogRuntime.Unknown, @"\bStatusRuntimeException: (?:UNAVAILABLE|DEADLINE_EXCEEDED)\b|\bStatusCode\.?(?:="")?(?:UNAVAILABLE|DEADLINE_EXCEEDED|Unavailable|DeadlineExceeded)\b|\b14 UNAVAILABLE: |\b4 DEADLINE_EXCEEDED: |\bfailed to connect to all addresses\b", "UNAVAILABLE", "DEADLINE_EXCEEDED", "DeadlineExceeded", "all addresses"),

        // The operating system's words, whoever passes them on
        Of(LogRuntime.Jvm, @"\bjava\.net\.(?:ConnectException|NoRouteToHostException|SocketTimeoutException|http\.HttpConnectTimeoutException)\b|\bConnectTimeoutException\b|\bHttpHostConnectException\b|\bAnnotatedConnectException\b|\bFinishConnectException\b", "ConnectException", "NoRouteToHostException", "SocketTimeoutException", "ConnectTimeoutException"),
        Of(LogRuntime.Python, @"\bConnectionRefusedError\b|\bNewConnectionError\b|\bConnectTimeout(?:Error)?\b|\bMax retries exceeded with url\b|\bConnect call failed\b|\bAll connection attempts failed\b", "ConnectionRefusedError", "NewConnectionError", "ConnectTimeout", "max retries exceeded", "connect call failed", "connection attempts failed"),
        Of(LogRuntime.DotNet, @"\bSocketException \((?:10060|10061|10065|110|111|113|101|60|61)\)|\bSocketError: ConnectionRefused\b", "SocketException (", "SocketError"),
        Of(LogRuntime.Rust, @"\bkind: (?:ConnectionRefused|TimedOut|HostUnreachable|NetworkUnreachable)\b|\btcp connect error\b|\berror trying to connect\b|\bPoolTimedOut\b", "kind: ", "tcp connect error", "error trying to connect", "PoolTimedOut"),
        Of(LogRuntime.Unknown, @"\bconnection (?:was )?refused\b|\bECONNREFUSED\b|\bactively refused\b|\bno route to host\b|\bEHOSTUNREACH\b|\bhost (?:is )?unreachable\b|\bnetwork (?:is )?unreachable\b|\bENETUNREACH\b|\bconnection (?:attempt )?timed ?out\b|\bconnect(?:ion)? timeout\b|\bETIMEDOUT\b|\bi/o timeout\b|\bconnect timed out\b",
            "refused", "no route to host", "EHOSTUNREACH", "unreachable", "ENETUNREACH", "timed out", "timedout", "timeout"),

        // Hung up: also what a client of ours does when it goes away, so only with the address of somebody else.
        new(RootCause.DependencyUnavailable, @"\bECONNRESET\b|\bconnection reset(?: by peer)?\b|\bsocket hang up\b|\bRemoteDisconnected\b|\bserver closed the connection unexpectedly\b|\bunexpected EOF\b|: EOF$|\bbroken pipe\b|\bconnection (?:was )?(?:closed|aborted|lost)\b|\bclosed by (?:the )?remote host\b",
            "ECONNRESET", "connection reset", "socket hang up", "RemoteDisconnected", "closed the connection", "EOF", "broken pipe", "connection closed", "connection was closed", "connection aborted", "connection lost", "remote host")
            { Addressed = true, NeedsHost = true },
        new(RootCause.DependencyUnavailable, @"\bcontext deadline exceeded\b|\bClient\.Timeout\b|\bTLS handshake timeout\b|\brequest canceled while waiting for connection\b|\b(?:operation|request|read|response|query|call|command)\b.{0,30}\btimed? ?out\b|\bHttpClient\.Timeout\b|\b(?:502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b|\bstatus(?: code)?:? (?:502|503|504)\b",
            "context deadline exceeded", "Client.Timeout", "handshake timeout", "request canceled", "timed out", "timeout", "time out", "502", "503", "504")
            { Addressed = true, NeedsHost = true },
    ];

    private static LogRule Of(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.DependencyUnavailable, pattern, triggers) { Runtime = runtime, Addressed = true };
}
