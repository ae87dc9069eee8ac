using System.Collections.Concurrent;
using AiSre.Diagnosis.Model;
using Microsoft.Extensions.Logging;

namespace AiSre.IntegrationTests.Model;

/// <summary>Keeps every log line of every category at every level, with its exception.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception}");
    }
}

/// <summary>Keeps exchanges in memory.</summary>
internal sealed class CapturedExchanges : IModelExchanges
{
    public ConcurrentQueue<ModelExchange> Kept { get; } = new();

    /// <summary>When set, nothing can be kept.</summary>
    public Exception? Broken { get; set; }

    public Task SendingAsync(ModelExchange exchange, CancellationToken cancellationToken)
    {
        if (Broken is not null)
        {
            throw Broken;
        }

        Kept.Enqueue(exchange);
        return Task.CompletedTask;
    }

    public Task EndedAsync(ModelExchange exchange, CancellationToken cancellationToken) => Task.CompletedTask;
}
