namespace AiSre.Detection.Logs;

/// <summary>What the process is not allowed to do: by Kubernetes or a cloud (RBAC, IAM), by the file system, by the kernel; and expired certificates and tokens.</summary>
/// <remarks>
/// Kubernetes' authorizer (apiserver <c>responsewriters/errors.go</c>) and its clients, AWS, Google Cloud and Azure; <c>strerror</c> for EACCES, EPERM and EROFS
/// and what each runtime makes of them; Go's crypto/x509, OpenSSL, GnuTLS, the JDK's PKIX, Node's TLS codes, ingress-nginx.
/// </remarks>
internal static class AccessPatterns
{
    public static IEnumerable<LogRule> Rbac =>
    [
        Of(RootCause.RbacForbidden, LogRuntime.Unknown, @"\bis forbidden: User \\*""[^""]*"" cannot \w+ (?:resource )?\\*""?(?<subject>[\w./-]+)", "is forbidden: User"),
        Of(RootCause.RbacForbidden, LogRuntime.Unknown, @"\bUser \\*""system:(?:serviceaccount|node|anonymous)[^""]*"" cannot (?<subject>\w+)", "\"system:"),
        Of(RootCause.RbacForbidden, LogRuntime.Shell, @"\bError from server \(Forbidden\)", "(Forbidden)"),
        Of(RootCause.RbacForbidden, LogRuntime.Jvm, @"\bForbidden!? ?Configured service account doesn't have access\b", "service account doesn't"),
        Of(RootCause.RbacForbidden, LogRuntime.Unknown, @"\bis not authorized to perform: (?<subject>[\w:*-]+)|\bAccessDenied(?:Exception)?: (?:User|Access)\b|\(AccessDenied\) when calling the (?<subject>\w+) operation|\bAuthorizationFailed\b|\bPermission '?(?<subject>[\w.]+)'? denied on resource\b|\bPERMISSION_DENIED: (?:Permission|The caller)|\bAccessDeniedException \(client\)",
            "not authorized to perform", "AccessDenied", "AuthorizationFailed", "denied on resource", "PERMISSION_DENIED"),
    ];

    public static IEnumerable<LogRule> Permission =>
    [
        // Whoever lacks it names the file in its own way.
        Of(RootCause.PermissionDenied, LogRuntime.Python, @"\bPermissionError: \[Errno (?:13|1)\] [^:]*(?:: '(?<subject>[^']+)')?|\bOSError: \[Errno 30\] [^:]*(?:: '(?<subject>[^']+)')?", "PermissionError", "Errno 30]"),
        Of(RootCause.PermissionDenied, LogRuntime.Node, @"\b(?:EACCES|EPERM|EROFS): [^,]*, \w+ '?(?<subject>[^']+)'?|\blisten EACCES(?:: permission denied)? (?<subject>\S+)|\bcode: '(?:EACCES|EPERM|EROFS)'|\b(?:EACCES|EROFS)\b", "EACCES", "EPERM", "EROFS"),
        Of(RootCause.PermissionDenied, LogRuntime.Jvm, @"\bAccessDeniedException: (?<subject>/\S*)|\bFileNotFoundException: (?<subject>\S+) \((?:Permission denied|Read-only file system|Operation not permitted)\)|\bReadOnlyFileSystemException\b", "AccessDeniedException", "FileNotFoundException", "ReadOnlyFileSystem"),
        Of(RootCause.PermissionDenied, LogRuntime.DotNet, @"\bAccess to the path '(?<subject>[^']+)' is denied|\bRead-only file system : '(?<subject>[^']+)'|\bSocketException \(13\)", "is denied", "read-only file system :", "SocketException (13)"),
        Of(RootCause.PermissionDenied, LogRuntime.Ruby, @"\bErrno::(?:EACCES|EPERM|EROFS)\b|\bPermission denied @ \w+ - (?<subject>\S+)", "Errno::E", "Permission denied @"),
        Of(RootCause.PermissionDenied, LogRuntime.Go, @"\blisten (?:tcp|udp)\d? (?<subject>\S+): bind: permission denied|\b(?:open|mkdir|stat|unlinkat|chown|chmod|rename|write|remove|lchown|mkdirall|create|symlink|readlink|fork/exec) (?<subject>/\S+?): (?:permission denied|operation not permitted|read-only file system)", "permission denied", "operation not permitted", "read-only file system"),
        Of(RootCause.PermissionDenied, LogRuntime.Server, @"\bbind\(\) to (?<subject>\S+) failed \(13|\b\w+\(\) ""(?<subject>[^""]+)"" failed \((?:13|1|30): |\b(?:chown|setgid|setuid|setgroups|initgroups|mkdir)\([^)]*\) failed \((?:1|13|30)", "failed (1", "failed (30", "failed (13"),
        Of(RootCause.PermissionDenied, LogRuntime.Server, @"\bdata directory ""(?<subject>[^""]+)"" has (?:wrong ownership|invalid permissions|group or world access)|\bexecution of the PostgreSQL server is not permitted\b|\bmust be (?:accessible by owner only|run as root|started by root|owned by)|\bmust (?:not )?(?:be )?run (?:\w+ )?as root\b|\bcan ?not (?:be )?run (?:\w+ )?as root\b|\bis not writable\b|\bread-only directory: (?<subject>\S+)|\bUnprivileged users?\b.{0,40}\bnot\b",
            "data directory", "not permitted", "accessible by owner", "as root", "by root", "owned by", "not writable", "read-only directory", "unprivileged"),
        Of(RootCause.PermissionDenied, LogRuntime.Unknown, @"(?:['""`‘](?<subject>/[^'""`’]*)['""`’]|(?<subject>/[\w./@+-]+))(?: \w+){0,4}[:)]? ?(?:\(?(?:OS )?(?:error|errno)?:? ?(?:13|1|30) ?[-:,] ?""?)?(?:permission denied|operation not permitted|read-only file ?system)\b", "permission denied", "operation not permitted", "read-only file"),
        Of(RootCause.PermissionDenied, LogRuntime.Unknown, @"\bpermission denied\b|\boperation not permitted\b|\bread-only file ?system\b|\bEACCES\b|\bEROFS\b|\binsufficient (?:file )?permissions?\b|\brequires? (?:root|the (?:NET_ADMIN|SYS_ADMIN|NET_RAW|[A-Z_]+) capabilit)|\bPermissionDenied\b.{0,40}\bOs\b",
            "permission denied", "not permitted", "read-only file", "EACCES", "EROFS", "insufficient", "require", "PermissionDenied"),
    ];

    public static IEnumerable<LogRule> Certificates =>
    [
        Expired(LogRuntime.Go, @"\bx509: certificate has expired or is not yet valid\b|\bremote error: tls: expired certificate\b|\btls: expired certificate\b", "x509: certificate has", "expired certificate"),
        Expired(LogRuntime.Node, @"\bCERT_(?:HAS_EXPIRED|NOT_YET_VALID)\b", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"),
        Expired(LogRuntime.Jvm, @"\bCertificate(?:Expired|NotYetValid)Exception\b|\bPKIX path validation failed\b.*\b(?:validity check failed|timestamp check failed)|\bNotAfter: ", "CertificateExpired", "CertificateNotYet", "PKIX path validation", "NotAfter: "),
        Expired(LogRuntime.DotNet, @"\bNotTimeValid\b|\bRemoteCertificateChainErrors\b.*\bexpired\b", "NotTimeValid", "RemoteCertificateChainErrors"),
        Expired(LogRuntime.Unknown, @"\b(?:ssl |tls |sslv3 |x\.?509 |server |client |serving |ca |root |leaf |peer )*certificate\b(?: (?:for|of|from|file|in|with|named|verify|verification|validation|problem))*:?(?: failed:?)?(?: [""'`(]?(?<subject>[\w.*/@-]+\.[\w.*/@-]+|/\S+)[""'`)]?)?.{0,60}?\b(?:has |is |was |have )?(?:already )?(?:expired|not yet valid)\b|\bexpired (?:ssl |tls |x\.?509 |server |client )*certificate\b|\balert certificate expired\b|\bCertificateHasExpired\b|\bcertificate_expired\b",
            "expired", "not yet valid"),
        new(RootCause.CertificateExpired, @"\bExpiredToken(?:Exception)?\b|\btoken included in the request is expired\b|\bservice account token has expired\b|\bThe provided token has expired\b|\b(?:registration|bootstrap|service account|vault|deploy|client)[ _-]?(?:token|key|credentials?) (?:has |is |was |have |are )?(?:already )?expired\b|\blicense (?:\w+ )?(?:has |is )?expired\b",
            "ExpiredToken", "is expired", "expired") { Addressed = true },
        new(RootCause.CertificateExpired, @"\b(?:jwt|token|session|api key|access key|refresh token)\b.{0,20}\bexpired\b|\bSignature has expired\b|\bExpiredJwtException\b|\bTokenExpiredError\b|\bExpiredSignatureError\b", "expired") { CrashOnly = true },
    ];

    /// <summary>Certificates that are distrusted for other reasons: what has to change is the trust, or the name.</summary>
    public static IEnumerable<LogRule> Trust =>
    [
        new(RootCause.ApplicationConfigurationError,
            @"\bcertificate signed by unknown authority\b|\bself[- ]signed certificate\b|\bunable to get (?:local )?issuer certificate\b|\bunable to verify the first certificate\b|\bPKIX path building failed\b|\bcertificate verify failed\b|\bSSL certificate problem\b|\bcertificate is (?:not )?valid for\b|\bNo subject alternative (?:DNS )?names?\b|\bERR_TLS_CERT_ALTNAME_INVALID\b|\bUNABLE_TO_VERIFY_LEAF_SIGNATURE\b|\bUNABLE_TO_GET_ISSUER_CERT\w*\b|\bSELF_SIGNED_CERT_IN_CHAIN\b|\bDEPTH_ZERO_SELF_SIGNED_CERT\b|\bhostname .{1,100} doesn't match\b|\bremote certificate (?:is invalid|was rejected)\b|\bcertificate is not trusted\b|\btls: (?:private key does not match|failed to find any PEM data|first record does not look like)|\bserver gave HTTP response to HTTPS client\b|\bwrong version number\b|\bkey values mismatch\b",
            "certificate", "PKIX", "alternative", "ALTNAME", "UNABLE_TO", "SELF_SIGNED", "doesn't match", "tls: ", "HTTP response to HTTPS", "wrong version number", "values mismatch") { Addressed = true, CrashOnly = true },
    ];

    private static LogRule Expired(LogRuntime runtime, string pattern, params string[] triggers) =>
        new(RootCause.CertificateExpired, pattern, triggers) { Runtime = runtime, Addressed = true };

    private static LogRule Of(RootCause code, LogRuntime runtime, string pattern, params string[] triggers) => new(code, pattern, triggers) { Runtime = runtime };
}
