using AiSre.Detection;

namespace AiSre.Tests.Detection;

/// <summary>Messages as containerd, CRI-O and Docker write them.</summary>
public sealed class PullFailuresTests
{
    [Theory]

    // containerd
    [InlineData(PullFailure.NotFound, """rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9": failed to resolve reference "docker.io/library/nginx:9": docker.io/library/nginx:9: not found""")]
    [InlineData(PullFailure.NotFound, """failed to resolve reference "r.example/a:1": unexpected status from HEAD request to https://r.example/v2/a/manifests/1: 404 Not Found""")]
    [InlineData(PullFailure.Unauthorized, """failed to resolve reference "docker.io/acme/app:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed""")]
    [InlineData(PullFailure.Unauthorized, """failed to resolve reference "ghcr.io/acme/app:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme: 401 Unauthorized""")]
    [InlineData(PullFailure.Unauthorized, """failed to resolve reference "r.example/a:1": unexpected status from HEAD request to https://r.example/v2/a/manifests/1: 403 Forbidden""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/a/manifests/1": dial tcp 10.0.0.1:443: i/o timeout""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/a/manifests/1": dial tcp 10.0.0.1:443: connect: connection refused""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/a/manifests/1": dial tcp: lookup r.example on 10.96.0.10:53: no such host""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/a/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/a/manifests/1": http: server gave HTTP response to HTTPS client""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/a/manifests/1": EOF""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to resolve reference "r.example/a:1": unexpected status from HEAD request to https://r.example/v2/a/manifests/1: 503 Service Unavailable""")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to authorize: failed to fetch oauth token: Post "https://auth.example/token": dial tcp 10.0.0.1:443: i/o timeout""")]
    [InlineData(PullFailure.RegistryUnavailable, """rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "r.example/a:1": context deadline exceeded""")]
    [InlineData(PullFailure.RateLimited, """unexpected status from HEAD request to https://registry-1.docker.io/v2/library/nginx/manifests/1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.""")]
    [InlineData(PullFailure.PlatformMismatch, """failed to pull and unpack image "docker.io/acme/app:1": no match for platform in manifest: not found""")]
    [InlineData(PullFailure.NodeStorageFull, """failed to extract layer sha256:aa: write /var/lib/containerd/x: no space left on device""")]

    // CRI-O
    [InlineData(PullFailure.NotFound, """reading manifest 9 in docker.io/library/nginx: manifest unknown""")]
    [InlineData(PullFailure.NotFound, """initializing source docker://quay.io/acme/app:1: reading manifest 1 in quay.io/acme/app: name unknown: repository not found""")]
    [InlineData(PullFailure.Unauthorized, """initializing source docker://docker.io/acme/app:1: reading manifest 1 in docker.io/acme/app: errors: denied: requested access to the resource is denied unauthorized: authentication required""")]
    [InlineData(PullFailure.Unauthorized, """unable to retrieve auth token: invalid username/password: unauthorized: Please login""")]
    [InlineData(PullFailure.RegistryUnavailable, """initializing source docker://r.example/a:1: pinging container registry r.example: Get "https://r.example/v2/": dial tcp: lookup r.example: server misbehaving""")]
    [InlineData(PullFailure.RegistryUnavailable, """reading manifest 1 in r.example/a: received unexpected HTTP status: 502 Bad Gateway""")]
    [InlineData(PullFailure.RateLimited, """reading manifest latest in docker.io/library/redis: toomanyrequests: Rate exceeded""")]
    [InlineData(PullFailure.PlatformMismatch, """choosing image instance: no image found in image index for architecture "arm64", variant "v8", OS "linux" """)]
    [InlineData(PullFailure.InvalidName, """short-name "nginx" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf" """)]
    [InlineData(PullFailure.SignatureRefused, """Source image rejected: A signature was required, but no signature exists""")]

    // Docker
    [InlineData(PullFailure.NotFound, """Error response from daemon: manifest for nginx:9 not found: manifest unknown: manifest unknown""")]
    [InlineData(PullFailure.Unauthorized, """Error response from daemon: pull access denied for acme/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied""")]
    [InlineData(PullFailure.Unauthorized, """Error response from daemon: Head "https://123.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/1": no basic auth credentials""")]
    [InlineData(PullFailure.RegistryUnavailable, """Error response from daemon: Get "https://r.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)""")]
    [InlineData(PullFailure.RegistryUnavailable, """Error response from daemon: Get "https://r.example/v2/": net/http: TLS handshake timeout""")]
    [InlineData(PullFailure.PlatformMismatch, """no matching manifest for linux/arm64/v8 in the manifest list entries""")]
    [InlineData(PullFailure.InvalidName, """Failed to apply default image tag "Nginx:1": couldn't parse image name "Nginx:1": invalid reference format: repository name must be lowercase""")]

    // The kubelet
    [InlineData(PullFailure.NeverPulled, """Container image "acme/app:1" is not present with pull policy of Never""")]
    [InlineData(PullFailure.RegistryUnavailable, """image pull failed for r.example/a:1 because the registry is unavailable.""")]
    [InlineData(PullFailure.SignatureRefused, """image pull failed for r.example/a:1 because the signature validation failed.""")]

    // Others' words that say nothing
    [InlineData(PullFailure.Unknown, """Back-off pulling image "r.example/denied/not-found:404" """)]
    [InlineData(PullFailure.Unknown, """Error: ErrImagePull""")]
    [InlineData(PullFailure.Unknown, "")]
    [InlineData(PullFailure.RegistryUnavailable, """failed to do request: Head "https://r.example/v2/unauthorized/manifests/404": dial tcp 10.0.0.1:443: i/o timeout""")]
    public void A_runtime_s_message_says_why(PullFailure expected, string message) => Assert.Equal(expected, PullFailures.Classify(message));

    [Fact]
    public void The_words_that_say_why_leave_out_what_leads_up_to_them() =>
        Assert.Equal(
            "dial tcp 10.0.0.1:443: i/o timeout",
            PullFailures.Explain("""failed to do request: Head "https://r.example/v2/a/manifests/1": dial tcp 10.0.0.1:443: i/o timeout""").Words);
}
