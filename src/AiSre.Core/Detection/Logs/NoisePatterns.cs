namespace AiSre.Detection.Logs;

/// <summary>Lines whose words are those of failures, and that tell none of this container.</summary>
internal static class NoisePatterns
{
    public static IEnumerable<LogRule> Rules =>
    [
        // Access logs: what a client asked for and got.
        Nothing(@"""(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|PRI) [^""]* HTTP/[\d.]+"" \d{3}\b", "HTTP/"),

        // What clients of ours do: scans, probes, and browsers that go away.
        Nothing(@"\bTLS handshake error from \S+: (?:EOF|read tcp|write tcp|tls: (?:first record|client offered|no cipher|unsupported|bad record)|remote error: tls: (?:unknown|bad) certificate|local error|acme)", "TLS handshake error"),
        Nothing(@"\bwhile (?:reading|waiting for|sending to) client\b|\bclient (?:\S+ )?(?:prematurely )?(?:closed|disconnected|timed out|sent)\b|\bwhile SSL handshaking\b|\bcould not receive data from client\b|\bunexpected EOF on client connection\b|\bincomplete startup packet\b|\bcontext canceled\b|\bClientAbortException\b|\bclient disconnected\b",
            "client", "ssl handshaking", "startup packet", "context canceled", "ClientAbort"),

        // CoreDNS asks itself a random question when it starts, to find loops.
        Nothing(@"\bplugin/errors: \d+ \S+ HINFO: ", "HINFO"),

        // Counters that are zero, and settings that are named after failures.
        Nothing(@"\b(?:errors?|failed|failures?|timeouts?|dropped)\s?[=:]\s?0\b|\b(?:0|no|without(?: any)?) (?:errors?|failures?)\b|\b(?:timeout|max_?retries|retry(?:_?(?:count|interval|policy))?)\s?[=:]\s?\d+\w{0,2}$", "error", "failed", "failure", "timeout", "dropped", "retr"),

        // Complaints about how a program is written.
        Nothing(@"\bIllegal reflective access\b|\bDeprecationWarning\b|\bdeprecated\b.{0,80}\bwill be removed\b", "reflective access", "deprecat"),

        // Reports of the end by what runs the process; npm's own failures are its only ones that count.
        new(RootCause.CommandNotFound, @"^npm (?:ERR!|error) (?:code )?(?:Missing script: ""?(?<subject>[\w:.-]+)|missing script: (?<subject>[\w:.-]+)|enoent .*open '(?<subject>[^']+package\.json)')", "missing script", "enoent") { Runtime = LogRuntime.Node, IsFatal = true },
        Aftermath(@"^npm (?:ERR!|error)|^error Command failed with exit code|^yarn run |\bELIFECYCLE\b|^ELIFECYCLE|^make(?:\[\d+\])?: \*\*\* ", "npm ERR", "npm error", "command failed", "yarn run", "ELIFECYCLE", "make"),
    ];

    /// <summary>Said at the end, whatever the end was: what it followed from is told elsewhere.</summary>
    public static LogRule Generic { get; } = new(
        RootCause.ApplicationError,
        @"\b(?:exit(?:ing|ed)?|terminat(?:ed|ing)|abort(?:ed|ing)|shutting down|shut down|shutdown|stopp(?:ed|ing)|giving up|bailing out|quitting)\b"
        + @"|\b(?:failed|unable|cannot|can't|could not|couldn't|failure|error)\b(?: (?:to|while|during|in|when))?(?: \w+){0,2} ?\b(?:start(?:ing|up)?|initiali[sz](?:e|ing|ation)|init|boot(?:ing|strap)?|launch(?:ing)?|run(?:ning)?|continue|proceed|create (?:the )?(?:app(?:lication)?|server|context|bean))\b"
        + @"|\b(?:start-?up|initiali[sz]ation|boot|bootstrap|application run|health ?check|pre-?flight|sanity check|readiness check|dependency check|validation)\b(?: \w+)? (?:has )?fail(?:ed|ure)\b"
        + @"|\bexit (?:code|status)\b|\bSystemExit\b|\bOne or more errors occurred\b|\bErrors? occurred\b|\bcommand failed\b|\bunrecoverable\b|\b(?:fatal|unexpected|internal|unknown) error\W*$|\bworker failed to boot\b|\b(?:attempts|retries)\b.{0,20}\b(?:exceeded|exhausted|failed)\b|\bsee (?:above|logs?)\b|\blog_?level\b",
        "exit", "terminat", "abort", "shut", "stop", "giving up", "bailing", "quit", "start", "initiali", "init", "boot", "launch", "run", "continue", "proceed", "create", "fail", "occurred", "unrecoverable", "error", "attempts", "retries", "see ", "level");

    /// <summary>A line without a level that nevertheless sounds like an error; counts when nothing better is said.</summary>
    public static LogRule Complaint { get; } = new(
        RootCause.ApplicationError,
        @"\b(?:error|failed|failure|fatal|cannot|can't|could not|couldn't|unable to|invalid|exception|denied|abort(?:ed|ing)?|missing|mismatch|corrupt(?:ed)?|refus(?:ed|ing)|unsupported|illegal|went wrong|not (?:found|allowed|supported|permitted|valid|exist))\b",
        "error", "fail", "fatal", "cannot", "can't", "could", "unable", "invalid", "exception", "denied", "abort", "missing", "mismatch", "corrupt", "refus", "unsupported", "illegal", "wrong", "not ");

    private static LogRule Nothing(string pattern, params string[] triggers) => new(RootCause.Unknown, pattern, triggers) { Telling = Telling.Nothing };

    private static LogRule Aftermath(string pattern, params string[] triggers) =>
        new(RootCause.ApplicationError, pattern, triggers) { Telling = Telling.Aftermath };
}
