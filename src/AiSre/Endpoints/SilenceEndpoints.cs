using System.Collections.Immutable;
using System.Security.Claims;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents.Silences;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Endpoints;

/// <summary><c>/api/silences</c>: lists, adds and ends silences.</summary>
internal static class SilenceEndpoints
{
    public static void MapSilences(this IEndpointRouteBuilder endpoints)
    {
        var silences = endpoints.MapGroup("/api/silences");
        silences.MapGet("", ListAsync);
        silences.MapPost("", AddAsync);
        silences.MapDelete("{id:guid}", EndAsync);
    }

    private static async Task<IResult> ListAsync(IDbContextFactory<AiSreDbContext> contexts, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var silences = await db.Set<Silence>().AsNoTracking().OrderByDescending(silence => silence.EndsAt).Take(1000).ToListAsync(cancellationToken);
        return Results.Ok(silences.Select(silence => SilenceAnswer.Of(silence, now)));
    }

    private static async Task<IResult> AddAsync(
        SilenceRequest request, SilenceCommand command, TimeProvider time, ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        SymptomReason? reason = null;
        if (!string.IsNullOrEmpty(request.Symptom))
        {
            if (!Enum.TryParse<SymptomReason>(request.Symptom, out var known) || !Enum.IsDefined(known))
            {
                return Results.Text($"There is no symptom {request.Symptom}.\n", statusCode: StatusCodes.Status400BadRequest);
            }

            reason = known;
        }

        try
        {
            var selector = new SilenceSelector
            {
                Cluster = request.Cluster,
                Namespace = request.Namespace,
                Kind = request.Kind,
                Name = request.Name,
                Labels = request.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
                Reason = reason,
            };
            var silence = await command.AddAsync(selector, request.StartsAt, request.EndsAt, person.Identity!.Name!, request.Reason, cancellationToken);
            return Results.Created($"/api/silences/{silence.Id}", SilenceAnswer.Of(silence, time.GetUtcNow()));
        }
        catch (ProblemException problem)
        {
            return Results.Text(problem.Message + "\n", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> EndAsync(Guid id, SilenceCommand command, ClaimsPrincipal person, CancellationToken cancellationToken) =>
        await command.EndAsync(id, person.Identity!.Name!, cancellationToken)
            ? Results.NoContent()
            : Results.Text($"There is no silence {id}.\n", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>A silence to add.</summary>
internal sealed record SilenceRequest
{
    public string? Cluster { get; init; }

    public string? Namespace { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    /// <summary>The symptom's code.</summary>
    public string? Symptom { get; init; }

    /// <summary>At once when it is not given.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A silence as it is.</summary>
internal sealed record SilenceAnswer
{
    public required Guid Id { get; init; }

    public string? Cluster { get; init; }

    public string? Namespace { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public string? Symptom { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required string Author { get; init; }

    public required string Reason { get; init; }

    public string? EndedBy { get; init; }

    /// <summary><c>upcoming</c>, <c>active</c> or <c>ended</c>.</summary>
    public required string State { get; init; }

    public static SilenceAnswer Of(Silence silence, DateTimeOffset now) => new()
    {
        Id = silence.Id,
        Cluster = silence.Selector.Cluster,
        Namespace = silence.Selector.Namespace,
        Kind = silence.Selector.Kind,
        Name = silence.Selector.Name,
        Labels = silence.Selector.Labels,
        Symptom = silence.Selector.Reason?.ToString(),
        StartsAt = silence.StartsAt,
        EndsAt = silence.EndsAt,
        Author = silence.Author,
        Reason = silence.Reason,
        EndedBy = silence.EndedBy,
        State = silence.EndsAt <= now ? "ended" : silence.IsActive(now) ? "active" : "upcoming",
    };
}
