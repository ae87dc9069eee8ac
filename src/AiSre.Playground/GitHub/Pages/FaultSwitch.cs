namespace AiSre.Playground.GitHub.Pages;

/// <summary>Lets a person or another process switch faults on and off.</summary>
/// <example><c>curl -X POST :port/playground/faults -H 'Content-Type: application/json' -d '{"kind":"ServerError","count":3,"status":503}'</c></example>
internal static class FaultSwitch
{
    public static void Map(IEndpointRouteBuilder site, GitHubFaults faults)
    {
        site.MapPost("/playground/faults", (FaultRequest request) =>
        {
            if (!Enum.TryParse<FaultKind>(request.Kind, ignoreCase: true, out var kind) || request.Count < 1)
            {
                return Results.BadRequest($"kind is one of {string.Join(", ", Enum.GetNames<FaultKind>())}; count is 1 or more.");
            }

            faults.Add(new GitHubFault(kind, request.Count)
            {
                Status = request.Status,
                Method = request.Method,
                Path = request.Path,
                RetryAfter = request.RetryAfter,
            });
            return Results.NoContent();
        });
        site.MapDelete("/playground/faults", () =>
        {
            faults.Clear();
            return Results.NoContent();
        });
    }

    /// <summary>A <see cref="GitHubFault"/> as JSON.</summary>
    internal sealed record FaultRequest(
        string Kind, int Count = 1, int Status = 502, string? Method = null, string? Path = null, int? RetryAfter = null);
}
