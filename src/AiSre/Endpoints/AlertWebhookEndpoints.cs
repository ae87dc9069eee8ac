using AiSre.Data;
using AiSre.Incidents.Alerts;
using Microsoft.Extensions.Options;

namespace AiSre.Endpoints;

/// <summary>
/// <c>POST /webhooks/alertmanager/{cluster?}</c> and <c>POST /webhooks/alerts/{source}</c>: alerts of other systems. Genuine by the source's
/// token, whoever delivers them.
/// </summary>
internal static class AlertWebhookEndpoints
{
    public static void MapAlertWebhooks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/webhooks/alertmanager/{cluster?}", ReceiveAlertmanagerAsync).AllowAnonymous().DisableAntiforgery();
        endpoints.MapPost("/webhooks/alerts/{source}", ReceiveAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static Task<IResult> ReceiveAlertmanagerAsync(
        HttpContext context, string? cluster, IOptionsMonitor<AlertsOptions> options, AlertDelivery delivery, AlertCounts counts, CancellationToken cancellationToken)
    {
        var source = options.CurrentValue.Alertmanager;
        return source.HasToken
            ? TakeAsync(context, source, cluster, AlertReader.ReadAlertmanager, options.CurrentValue.MaxBodyBytes, delivery, counts, cancellationToken)
            : Task.FromResult(Say("Alerts from Alertmanager are off: set Alerts__Alertmanager__Token (or …TokenFile) and start AiSre again.", StatusCodes.Status404NotFound));
    }

    private static Task<IResult> ReceiveAsync(
        HttpContext context, string source, IOptionsMonitor<AlertsOptions> options, AlertDelivery delivery, AlertCounts counts, CancellationToken cancellationToken) =>
        options.CurrentValue.Find(source) is { } known
            ? TakeAsync(context, known, null, body => AlertReader.Read(body, known.Paths), options.CurrentValue.MaxBodyBytes, delivery, counts, cancellationToken)
            : Task.FromResult(Say("There is no such source of alerts: name it in Alerts__Sources__0__Name, with a token, and start AiSre again.", StatusCodes.Status404NotFound));

    private static async Task<IResult> TakeAsync(
        HttpContext context, AlertSourceOptions source, string? cluster, Func<ReadOnlyMemory<byte>, IReadOnlyList<IncomingAlert>> read, int limit,
        AlertDelivery delivery, AlertCounts counts, CancellationToken cancellationToken)
    {
        if (!AlertToken.Fits(source, context.Request.Headers.Authorization))
        {
            counts.Delivered(source.Name, DeliveryOutcome.Unauthorized);
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Say($"The token does not fit: send the one of source {source.Name} as Authorization: Bearer ….", StatusCodes.Status401Unauthorized);
        }

        if (await ReadBodyAsync(context.Request, limit, cancellationToken) is not { } body)
        {
            counts.Delivered(source.Name, DeliveryOutcome.TooLarge);
            return Say($"The body is longer than {limit} bytes (Alerts__MaxBodyBytes); send fewer alerts at a time, in Alertmanager by max_alerts.", StatusCodes.Status413PayloadTooLarge);
        }

        try
        {
            var alerts = read(body);
            await delivery.ReceiveAsync(source, cluster, alerts, cancellationToken);
            counts.Delivered(source.Name, DeliveryOutcome.Accepted);
            return Say($"Taken in: {alerts.Count(alert => !alert.IsResolved)} firing, {alerts.Count(alert => alert.IsResolved)} resolved.", StatusCodes.Status200OK);
        }
        catch (ProblemException problem)
        {
            counts.Delivered(source.Name, DeliveryOutcome.Malformed);
            return Say($"Nothing was taken in. {problem.Message}", StatusCodes.Status400BadRequest);
        }
        catch (Exception error) when (DatabaseAway.Is(error) || (error.InnerException is { } inner && DatabaseAway.Is(inner)))
        {
            // Alertmanager sends again after a 5xx.
            counts.Delivered(source.Name, DeliveryOutcome.Failed);
            return Say("The database does not answer, so nothing was taken in; send it again.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The body; null when it is longer than allowed, of which no more is read than proves it.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > limit)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static IResult Say(string sentence, int status) => Results.Text(sentence + "\n", statusCode: status);
}
