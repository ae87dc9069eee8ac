namespace AiSre.Playground.World.Registries;

/// <summary>What containerd 1.7 says when an image cannot be pulled, as the kubelet passes it on.</summary>
internal static class PullErrors
{
    public static string OfCondition(ImageReference image, RegistryCondition condition, string address) => condition switch
    {
        RegistryCondition.TimesOut => $"{Resolving(image)}failed to do request: Head \"{ManifestOf(image)}\": dial tcp {address}:{Port(image)}: i/o timeout",
        RegistryCondition.RefusesConnections => $"{Resolving(image)}failed to do request: Head \"{ManifestOf(image)}\": dial tcp {address}:{Port(image)}: connect: connection refused",
        RegistryCondition.DoesNotResolve => $"{Resolving(image)}failed to do request: Head \"{ManifestOf(image)}\": dial tcp: lookup {Name(image)} on 10.0.0.2:53: no such host",
        RegistryCondition.AnswersServerError => $"{Resolving(image)}unexpected status from HEAD request to {ManifestOf(image)}: 503 Service Unavailable",
        RegistryCondition.LimitsRate =>
            $"failed to pull and unpack image \"{image}\": failed to copy: httpReadSeeker: failed open: unexpected status code {ManifestOf(image)}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "A registry that is up refuses nothing for its condition."),
    };

    public static string NoCredentials(ImageReference image) =>
        $"{Resolving(image)}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials";

    /// <summary>The one error whose gRPC code the kubelet leaves in the text.</summary>
    public static string NotFound(ImageReference image) => $"rpc error: code = NotFound desc = {Resolving(image)}{image}: not found";

    private static string Resolving(ImageReference image) =>
        $"failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": ";

    private static string ManifestOf(ImageReference image) => $"https://{ApiHost(image)}/v2/{image.Repository}/manifests/{image.Version}";

    private static string ApiHost(ImageReference image) => image.Host == "docker.io" ? "registry-1.docker.io" : image.Host;

    private static string Name(ImageReference image) => ApiHost(image).Split(':')[0];

    private static string Port(ImageReference image) => ApiHost(image).Split(':') is [_, var port] ? port : "443";
}
