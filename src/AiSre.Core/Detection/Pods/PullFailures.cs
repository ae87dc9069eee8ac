using System.Text.RegularExpressions;

namespace AiSre.Detection;

/// <summary>Reads from a runtime's message why a pull failed.</summary>
/// <remarks>
/// The wordings are those of containerd, CRI-O (containers/image) and Docker, of the registries' own error codes (the distribution
/// specification: <c>MANIFEST_UNKNOWN</c>, <c>DENIED</c>, <c>TOOMANYREQUESTS</c>, …), and of Go's net and crypto/tls packages that all of
/// them pass on.
/// </remarks>
public static partial class PullFailures
{
    // In this order, because a message can hold several: "no match for platform in manifest: not found" is about the platform, and
    // "failed to fetch oauth token: … i/o timeout" about the network.
    private static readonly (PullFailure Failure, Func<Regex> Says)[] Rules =
    [
        (PullFailure.NeverPulled, NeverPulled),
        (PullFailure.InvalidName, InvalidName),
        (PullFailure.PlatformMismatch, PlatformMismatch),
        (PullFailure.SignatureRefused, SignatureRefused),
        (PullFailure.NodeStorageFull, NodeStorageFull),
        (PullFailure.RateLimited, RateLimited),
        (PullFailure.RegistryUnavailable, RegistryUnavailable),
        (PullFailure.Unauthorized, Unauthorized),
        (PullFailure.NotFound, NotFound),
    ];

    /// <summary>Why the pull failed; <see cref="PullFailure.Unknown"/> when the message does not say.</summary>
    public static PullFailure Classify(string message) => Explain(message).Failure;

    /// <summary>Why the pull failed, and the end of the message from where it says so; empty when it does not.</summary>
    public static (PullFailure Failure, string Words) Explain(string message)
    {
        // Image names and addresses are other people's words: a repository may be called "denied" and a tag "404".
        var words = Quoted().Replace(Address().Replace(message, " "), " ");
        foreach (var (failure, says) in Rules)
        {
            if (says().Match(words) is { Success: true } match)
            {
                return (failure, Spaces().Replace(words[match.Index..], " ").Trim());
            }
        }

        return (PullFailure.Unknown, "");
    }

    /// <summary>Whether the failure is the registry's rather than the image's, and so befalls every image that comes from it.</summary>
    public static bool IsRegistryWide(this PullFailure failure) => failure is PullFailure.RegistryUnavailable or PullFailure.RateLimited;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"https?://[^\s""]+", Options)]
    private static partial Regex Address();

    [GeneratedRegex(@"""[^""]*""|'[^']*'(?=[\s:,.;]|$)", Options)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s+", Options)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\bpull policy of never\b|\bErrImageNeverPull\b", Options)]
    private static partial Regex NeverPulled();

    [GeneratedRegex(@"\binvalid reference format\b|couldn'?t parse image (?:name|reference)|\bInvalidImageName\b|\bshort-?name\b.*\bdid not resolve\b|\bunqualified-search registries\b|repository name must be (?:lowercase|canonical)", Options)]
    private static partial Regex InvalidName();

    [GeneratedRegex(@"\bno match(?:ing manifest)? for (?:platform\b|\S+/\S+)|\bno matching manifest\b|\bno image found in (?:image index|manifest list) for architecture\b|\bimage operating system .* cannot be used on this platform\b", Options)]
    private static partial Regex PlatformMismatch();

    [GeneratedRegex(@"\bsignature validation failed\b|\bSignatureValidationFailed\b|\bsource image rejected\b|\ba signature was required, but no signature exists\b", Options)]
    private static partial Regex SignatureRefused();

    [GeneratedRegex(@"\bno space left on device\b|\bdisk quota exceeded\b", Options)]
    private static partial Regex NodeStorageFull();

    [GeneratedRegex(@"\btoo ?many ?requests\b|\b429\b|\bpull rate limit\b|\brate limit exceeded\b|\brate exceeded\b", Options)]
    private static partial Regex RateLimited();

    [GeneratedRegex(
        @"\bdial (?:tcp|udp)\b|\bi/o timeout\b|\bconnection (?:refused|reset|timed out)\b|\bno such host\b|\bno route to host\b|\b(?:network|host) is unreachable\b"
        + @"|\bserver misbehaving\b|\btemporary failure in name resolution\b|\bTLS handshake\b|\btls: |\bx509: |\bserver gave HTTP response to HTTPS client\b"
        + @"|\bcontext deadline exceeded\b|\bDeadlineExceeded\b|\bClient\.Timeout\b|\brequest canceled while waiting for connection\b|\bawaiting (?:response )?headers\b"
        + @"|\bEOF\b|\bbroken pipe\b|\bproxyconnect\b|\bhttp2: |\bserver sent GOAWAY\b"
        + @"|\b50[0-9] (?:Internal Server Error|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|\bstatus(?: code)?(?: from \w+ request(?: to)?)?:?\s+5\d\d\b"
        + @"|\bregistry is unavailable\b|\bRegistryUnavailable\b|\b(?:bad gateway|service unavailable|gateway time-?out|internal server error)\b",
        Options)]
    private static partial Regex RegistryUnavailable();

    [GeneratedRegex(
        @"\bunauthori[sz]ed\b|\b401\b|\b403\b|\bforbidden\b|\binsufficient_scope\b|\bauthori[sz]ation failed\b|\bauthentication (?:is )?required\b"
        + @"|\baccess (?:to the resource )?(?:is )?denied\b|\bdenied:|\bpermission\b.*\bdenied\b|\baccess forbidden\b|\bno basic auth credentials\b|\binvalid username/password\b"
        + @"|\bincorrect username or password\b|\bmay require (?:authorization|'?docker login)|\bunable to retrieve auth token\b|\bauthorization token has expired\b|\bAccessDenied",
        Options)]
    private static partial Regex Unauthorized();

    [GeneratedRegex(@"\bnot found\b|\bNotFound\b|\b404\b|\bmanifest[ _]unknown\b|\bname[ _]unknown\b|\bdoes not exist\b|\bunknown manifest\b|\bmanifest for .* not found\b|\bno such (?:image|manifest)\b", Options)]
    private static partial Regex NotFound();
}
