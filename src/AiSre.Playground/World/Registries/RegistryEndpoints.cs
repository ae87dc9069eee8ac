namespace AiSre.Playground.World.Registries;

/// <summary>What the registries answer those who ask whether an image is there: <c>/registry/HOST/v2/REPOSITORY/manifests/REFERENCE</c>.</summary>
internal static class RegistryEndpoints
{
    public static void MapRegistries(this IEndpointRouteBuilder app, Func<RegistryNetwork> network) =>
        app.MapMethods("/registry/{host}/v2/{**path}", ["HEAD", "GET"], async (string host, string path, HttpContext http) =>
        {
            var at = path.LastIndexOf("/manifests/", StringComparison.Ordinal);
            if (network().Find(host) is not { } registry || registry.Condition is RegistryCondition.RefusesConnections or RegistryCondition.DoesNotResolve)
            {
                http.Abort();
                return;
            }

            if (registry.Condition == RegistryCondition.TimesOut)
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            var version = at < 0 ? "" : path[(at + "/manifests/".Length)..];
            var isDigest = version.Contains(':', StringComparison.Ordinal);
            http.Response.StatusCode = registry.Condition switch
            {
                RegistryCondition.AnswersServerError => StatusCodes.Status503ServiceUnavailable,
                RegistryCondition.LimitsRate => StatusCodes.Status429TooManyRequests,
                _ when registry.NeedsCredentials => StatusCodes.Status401Unauthorized,
                _ when at >= 0 && registry.Has(new ImageReference(host, path[..at], isDigest ? null : version, isDigest ? version : null)) => StatusCodes.Status200OK,
                _ => StatusCodes.Status404NotFound,
            };
        });
}
