using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.IntegrationTests.Model;

/// <summary>
/// A server on loopback that speaks OpenAI's chat completions API and says what the test wrote for it, one reply per request; the
/// last reply is repeated. Requests that do not fit the published shape are answered with 400, as OpenAI does.
/// </summary>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RequestDelegate> _script = new();
    private RequestDelegate? _last;

    private ScriptedModelServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", AnswerAsync);
        _app.MapFallback(context => Error(context, 404, "no such path"));
    }

    /// <summary>What to configure as the base address.</summary>
    public string BaseAddress => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1";

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<(JsonObject Body, string? Authorization, string Text)> Requests { get; } = new();

    public static async Task<ScriptedModelServer> StartAsync()
    {
        var server = new ScriptedModelServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Adds a reply that the model says these words.</summary>
    public ScriptedModelServer Says(string words, string finishReason = "stop") => Does(context => Completion(context, words, finishReason));

    /// <summary>Adds a reply that the model says this object.</summary>
    public ScriptedModelServer Says(object answer) => Says(JsonSerializer.Serialize(answer));

    /// <summary>Adds a reply with an error status and OpenAI's error body.</summary>
    public ScriptedModelServer Fails(int status, string message = "scripted", string? retryAfter = null) => Does(context =>
    {
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return Error(context, status, message);
    });

    /// <summary>Adds a reply with a status 200 and this very body.</summary>
    public ScriptedModelServer SendsBody(string body) => Does(context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    });

    /// <summary>Adds any reply.</summary>
    public ScriptedModelServer Does(RequestDelegate reply)
    {
        _script.Enqueue(reply);
        return this;
    }

    /// <summary>A whole completion, as the API describes it.</summary>
    public static Task Completion(HttpContext context, string? words, string finishReason = "stop")
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(CompletionBody(words, finishReason));
    }

    public static string CompletionBody(string? words, string finishReason = "stop") => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1760000000,
        model = "scripted-1",
        choices = new[]
        {
            new { index = 0, message = new { role = "assistant", content = words, refusal = (string?)null }, logprobs = (object?)null, finish_reason = finishReason },
        },
        usage = new { prompt_tokens = 1200, completion_tokens = 80, total_tokens = 1280 },
        system_fingerprint = "fp_1",
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        var body = JsonNode.Parse(text)!.AsObject();
        Requests.Enqueue((body, context.Request.Headers.Authorization, text));
        if (await ChatCompletionRequestShape.ErrorsAsync(text) is { Count: > 0 } errors)
        {
            await Error(context, 400, string.Join("; ", errors));
            return;
        }

        _last = _script.TryDequeue(out var next) ? next : _last;
        await (_last ?? (unscripted => Error(unscripted, 500, "nothing scripted")))(context);
    }

    private static Task Error(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message, type = "scripted_error", param = (string?)null, code = (string?)null } });
    }
}
