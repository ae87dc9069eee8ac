using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;
using ChatTokenUsage = OpenAI.Chat.ChatTokenUsage;

namespace AiSre.Diagnosis.Model;

/// <summary>Asks the configured model, over any server that speaks OpenAI's chat completions API. It is given no tools.</summary>
internal sealed partial class ChatModel(
    IHttpMessageHandlerFactory handlers,
    IModelExchanges exchanges,
    IOptions<ModelOptions> options,
    TimeProvider time,
    ILogger<ChatModel> logger)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpClientName = "model";

    /// <summary>How an answer's form is asked for, the best first. What a server refuses is not asked of it again.</summary>
    private enum Form
    {
        /// <summary>The server holds the model to the schema.</summary>
        Schema,

        /// <summary>The server holds the model to JSON of any form.</summary>
        Json,

        /// <summary>The instructions alone, for servers that know neither; and the older name of the token limit.</summary>
        Words,
    }

    private volatile Form _form = Form.Schema;

    /// <summary>Asks once; where the server refuses the form, again in a plainer one.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up. Everything else that goes wrong is in the reply.</exception>
    public async Task<ChatReply> AskAsync(Guid incidentId, ModelPrompt prompt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        for (var form = _form; ; form++)
        {
            var (reply, formRefused) = await AskAsync(incidentId, prompt, form, linked.Token, cancellationToken);
            if (!formRefused || form == Form.Words)
            {
                if (reply.Problem is null && form != _form)
                {
                    Log.PlainerForm(logger, Host, form);
                    _form = form;
                }

                return reply;
            }
        }
    }

    private string Host => options.Value.BaseAddress!.Authority;

    private async Task<(ChatReply Reply, bool FormRefused)> AskAsync(
        Guid incidentId, ModelPrompt prompt, Form form, CancellationToken limited, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        ModelExchange? exchange = null;
        var sent = time.GetTimestamp();
        using var wire = new Wire(handlers.CreateHandler(HttpClientName), settings.Key, async (body, token) =>
        {
            var starting = new ModelExchange
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                IncidentId = incidentId,
                At = time.GetUtcNow(),
                Model = settings.Name!,
                RequestText = body,
            };
            await exchanges.SendingAsync(starting, token);
            exchange = starting;
        });

        ChatMessageContent? content = null;
        Exception? failure = null;
        try
        {
            content = await CompleteAsync(wire, prompt, form, limited);
        }
        catch (Exception error) when (exchange is not null)
        {
            // Whatever a lying server makes the SDK throw, from broken JSON to a missing choice, it is the model's failure.
            // Before the exchange is kept nothing has left, and an error is one of AiSre itself.
            failure = error;
        }

        var usage = content?.Metadata?.GetValueOrDefault("Usage") as ChatTokenUsage;
        exchange!.ResponseText = wire.Answer;
        exchange.Status = wire.Status;
        exchange.Duration = time.GetElapsedTime(sent);
        exchange.TokensIn = usage?.InputTokenCount;
        exchange.TokensOut = usage?.OutputTokenCount;
        exchange.Outcome = OutcomeOf(wire, failure);

        // Also when the caller has given up: the record is of what has happened.
        await exchanges.EndedAsync(exchange, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            var reply = Explain(wire, failure);
            Log.Failed(logger, settings.Name!, Host, reply.Problem!, failure.GetType().Name);
            return (reply, wire.Status is 400 or 422);
        }

        Log.Answered(logger, settings.Name!, Host, exchange.Duration.Value.TotalMilliseconds, exchange.TokensIn, exchange.TokensOut);
        return (ReplyOf(content!), false);
    }

    private async Task<ChatMessageContent> CompleteAsync(Wire wire, ModelPrompt prompt, Form form, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var http = new HttpClient(wire, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning disable SKEXP0010 // The constructor with an address of one's own is the point of this class.
        var service = new OpenAIChatCompletionService(settings.Name!, settings.BaseAddress!, settings.Key, httpClient: http);
        var history = new ChatHistory(prompt.System);
        history.AddUserMessage(prompt.User);

        // No temperature: several current models accept only their own.
        var request = new OpenAIPromptExecutionSettings();
        if (form is Form.Words)
        {
            request.ExtraBody = new Dictionary<string, object?> { ["max_tokens"] = settings.MaxAnswerTokens };
        }
        else
        {
            request.MaxTokens = settings.MaxAnswerTokens;
            request.ResponseFormat = form is Form.Schema
                ? ChatResponseFormat.CreateJsonSchemaFormat(prompt.Form.Name, BinaryData.FromString(prompt.Form.Schema), jsonSchemaIsStrict: true)
                : "json_object";
        }
#pragma warning restore SKEXP0010

        return await service.GetChatMessageContentAsync(history, request, kernel: null, cancellationToken);
    }

    private static ChatReply ReplyOf(ChatMessageContent content) => new()
    {
        Text = content.Content ?? "",
        CutOff = content.Metadata?.GetValueOrDefault("FinishReason") as string is nameof(OpenAI.Chat.ChatFinishReason.Length),
    };

    private static ExchangeOutcome OutcomeOf(Wire wire, Exception? failure) => wire switch
    {
        { TooLarge: true } => ExchangeOutcome.TooLarge,
        { Status: < 200 or > 299 } => ExchangeOutcome.Refused,
        _ when failure is OperationCanceledException => ExchangeOutcome.TimedOut,
        { Status: null } => ExchangeOutcome.Unreachable,
        _ when failure is HttpRequestException or IOException => ExchangeOutcome.Unreachable,
        _ => ExchangeOutcome.Answered,
    };

    private ChatReply Explain(Wire wire, Exception failure)
    {
        var settings = options.Value;
        return wire switch
        {
            { TooLarge: true } => ChatReply.Failed($"The model {settings.Name} answered without end and was cut off; another model may do better."),
            { Status: 401 or 403 } => ChatReply.Failed($"The model server at {Host} refused the key ({wire.Status}); set Model:Key to one that may use {settings.Name}."),
            { Status: 404 } => ChatReply.Failed(
                $"The model server at {Host} knows no model {settings.Name} at this address (404); check Model:Name, and that Model:BaseAddress ends with the API's version, such as /v1."),
            { Status: 429 } => ChatReply.FailedForNow(
                $"The model server at {Host} limits how often it is asked (429); AiSre asks again later.", wire.RetryAfter),
            { Status: >= 500 } => ChatReply.FailedForNow(
                $"The model server at {Host} failed ({wire.Status}); AiSre asks again later, and the server's log should say why.", wire.RetryAfter),
            { Status: >= 300 and < 400 } => ChatReply.Failed(
                $"The model server at {Host} answers from elsewhere ({wire.Status}), and evidence is sent nowhere but to Model:BaseAddress; set it to the final address."),
            { Status: >= 400 } => ChatReply.Failed(
                $"The model server at {Host} refused the request ({wire.Status}); the kept exchange has its reason, and a smaller Model:MaxEvidenceBytes may help."),
            _ when failure is OperationCanceledException => ChatReply.FailedForNow(
                $"The model {settings.Name} at {Host} did not answer within {settings.Timeout.TotalSeconds:0} s; raise Model:Timeout or use a faster model."),
            { Status: null } => ChatReply.FailedForNow(
                $"The model server at {Host} could not be reached ({Reason(failure)}); check Model:BaseAddress and that the server runs."),
            _ when failure is HttpRequestException or IOException => ChatReply.FailedForNow(
                $"The model server at {Host} broke off its answer; AiSre asks again later."),
            _ => ChatReply.Failed($"What the server at {Host} answered is no chat completion; check that Model:BaseAddress is an OpenAI-compatible API."),
        };
    }

    /// <summary>The innermost reason of the network; messages of the server itself are never repeated.</summary>
    private static string Reason(Exception failure)
    {
        for (var error = failure; error is not null; error = error.InnerException)
        {
            switch (error)
            {
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request when request.InnerException is not SocketException:
                    return request.HttpRequestError.ToString();
            }
        }

        return "no answer";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The model {Model} at {Host} answered after {Milliseconds:0} ms ({TokensIn} tokens in, {TokensOut} out).")]
        public static partial void Answered(ILogger logger, string model, string host, double milliseconds, int? tokensIn, int? tokensOut);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The model {Model} at {Host} gave no answer: {Problem} ({Error})")]
        public static partial void Failed(ILogger logger, string model, string host, string problem, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "The model server at {Host} takes no stricter answer form than {Form}; the others are not tried again.")]
        public static partial void PlainerForm(ILogger logger, string host, Form form);
    }
}
