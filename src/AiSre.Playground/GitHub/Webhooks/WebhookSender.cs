using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Webhooks;

/// <summary>Posts webhooks one after the other, once: GitHub does not try again by itself either.</summary>
internal sealed partial class WebhookSender(TimeProvider clock, ILogger<WebhookSender> logger) : BackgroundService
{
    private const int KeptPerHook = 100;

    /// <summary>GitHub waits ten seconds: https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/troubleshooting-webhooks.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };
    private readonly Channel<(HookState Hook, WebhookDelivery Delivery)> queue = Channel.CreateUnbounded<(HookState, WebhookDelivery)>();
    private readonly ConcurrentDictionary<long, List<WebhookDelivery>> deliveriesByHook = new();
    private long lastId;

    /// <summary>Sends a payload to a webhook soon.</summary>
    public void Send(HookState hook, long repositoryId, string name, string? action, byte[] payload) =>
        Enqueue(hook, new WebhookDelivery(NextId(), Guid.NewGuid(), hook.Id, repositoryId, name, action, payload, IsRedelivery: false));

    /// <summary>Sends again what was sent before, under the same GUID.</summary>
    public void SendAgain(HookState hook, WebhookDelivery delivery) =>
        Enqueue(hook, delivery with { Id = NextId(), IsRedelivery = true, Status = "pending", StatusCode = 0, DeliveredAt = null });

    /// <summary>What was sent to a webhook since the playground started, newest first.</summary>
    public IReadOnlyList<WebhookDelivery> DeliveriesOf(long hookId)
    {
        var deliveries = deliveriesByHook.GetOrAdd(hookId, _ => []);
        lock (deliveries)
        {
            return [.. Enumerable.Reverse(deliveries)];
        }
    }

    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (hook, delivery) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            Keep(await PostAsync(hook, delivery, stoppingToken));
        }
    }

    private async Task<WebhookDelivery> PostAsync(HookState hook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var headers = Headers(hook, delivery);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(delivery.Payload) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var start = clock.GetTimestamp();
        var sent = delivery with { DeliveredAt = clock.GetUtcNow(), RequestHeaders = headers };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return sent with
            {
                Duration = clock.GetElapsedTime(start).TotalSeconds,
                StatusCode = (int)response.StatusCode,
                Status = response.IsSuccessStatusCode ? "OK" : $"Invalid HTTP Response: {(int)response.StatusCode}",
                ResponseBody = body,
            };
        }
        catch (Exception exception) when (
            exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotDelivered(logger, delivery.Event, hook.Url, exception.Message);
            return sent with
            {
                Duration = clock.GetElapsedTime(start).TotalSeconds,
                Status = exception is TaskCanceledException ? "timed out" : "failed to connect to host",
            };
        }
    }

    private static Dictionary<string, string> Headers(HookState hook, WebhookDelivery delivery)
    {
        var headers = new Dictionary<string, string>
        {
            ["User-Agent"] = "GitHub-Hookshot/playground",
            ["X-GitHub-Event"] = delivery.Event,
            ["X-GitHub-Delivery"] = delivery.Guid.ToString(),
            ["X-GitHub-Hook-ID"] = hook.Id.ToString(CultureInfo.InvariantCulture),
            ["X-GitHub-Hook-Installation-Target-Type"] = "repository",
            ["X-GitHub-Hook-Installation-Target-ID"] = delivery.RepositoryId.ToString(CultureInfo.InvariantCulture),
        };
        if (hook.Secret is { } secret)
        {
            headers["X-Hub-Signature-256"] =
                "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), delivery.Payload));
        }

        return headers;
    }

    private void Enqueue(HookState hook, WebhookDelivery delivery) => queue.Writer.TryWrite((hook, delivery));

    private void Keep(WebhookDelivery delivery)
    {
        var deliveries = deliveriesByHook.GetOrAdd(delivery.HookId, _ => []);
        lock (deliveries)
        {
            deliveries.Add(delivery);
            if (deliveries.Count > KeptPerHook)
            {
                deliveries.RemoveAt(0);
            }
        }
    }

    private long NextId() => Interlocked.Increment(ref lastId);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The webhook {Name} could not be delivered to {Url} and is not sent again: {Reason}")]
        public static partial void NotDelivered(ILogger logger, string name, Uri url, string reason);
    }
}
