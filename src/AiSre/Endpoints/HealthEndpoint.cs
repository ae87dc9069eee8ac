using AiSre.Data;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Endpoints;

/// <summary><c>GET /healthz</c>: 200 while the database answers, else 503, with one sentence.</summary>
internal static class HealthEndpoint
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/healthz", async (IDbContextFactory<AiSreDbContext> contexts, CancellationToken cancellationToken) =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken)
                ? Results.Text("AiSre is well.\n")
                : Results.Text("The database does not answer.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous();
}
