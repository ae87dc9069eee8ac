namespace AiSre.Detection.Logs;

/// <summary>What wrote a line, as far as its wording tells.</summary>
public enum LogRuntime
{
    /// <summary>The wording is common to several, such as the operating system's own messages.</summary>
    Unknown,
    Jvm,
    Go,
    Node,
    Python,
    DotNet,

    /// <summary>A shell, or a tool that scripts call: curl, wget, nc, nslookup, kubectl.</summary>
    Shell,
    Ruby,
    Php,
    Rust,

    /// <summary>C and C++: the loader, the C library, signals.</summary>
    Native,

    /// <summary>A ready-made server in its own words: nginx, PostgreSQL, Redis, MongoDB, Kafka, etcd, CoreDNS, Envoy, HAProxy, …</summary>
    Server,
}
