using System.Text.Json;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>Takes what GitHub posts.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<Message> messages = [];
    private readonly LoopbackApplication app;

    public WebhookReceiver() => app = new LoopbackApplication(0, _ => { }, web => web.MapPost("/hook", TakeAsync));

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    public Uri Address => new(app.Address, "hook");

    public IReadOnlyList<Message> Messages
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    public Task StartAsync() => app.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until so many have come.</summary>
    public Task SeeAsync(int count) => Eventually.BeAsync(() => Messages.Count >= count);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        lock (gate)
        {
            messages.Add(new Message(
                http.Request.Headers["X-GitHub-Event"].ToString(),
                http.Request.Headers["X-GitHub-Delivery"].ToString(),
                http.Request.Headers["X-Hub-Signature-256"].ToString() is { Length: > 0 } signature ? signature : null,
                body.ToArray()));
        }

        http.Response.StatusCode = Status;
    }

    internal sealed record Message(string Event, string Delivery, string? Signature, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string? Action => Json.TryGetProperty("action", out var action) ? action.GetString() : null;
    }
}
