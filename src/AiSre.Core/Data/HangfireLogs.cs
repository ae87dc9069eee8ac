using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Data;

/// <summary>Hands what Hangfire says to the application's log.</summary>
/// <remarks>
/// Hangfire keeps one log provider for the whole process, and its own fails every worker once the application that brought it has ended,
/// though another one in the same process is running.
/// </remarks>
internal sealed class HangfireLogs(ILoggerFactory loggers) : ILogProvider
{
    public ILog GetLogger(string name)
    {
        try
        {
            return new Forward(loggers.CreateLogger(name));
        }
        catch (ObjectDisposedException)
        {
            return new Forward(NullLogger.Instance); // That application has ended, and nobody reads its log any more.
        }
    }

    private sealed class Forward(ILogger logger) : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            // Both enumerations run from trace to critical in the same order.
            var level = (Microsoft.Extensions.Logging.LogLevel)(int)logLevel;
            if (exception is null ? IsOrderlyEnd(messageFunc) : DatabaseAway.Is(exception))
            {
                level = Microsoft.Extensions.Logging.LogLevel.Debug;
            }

            if (!logger.IsEnabled(level))
            {
                return false;
            }

            if (messageFunc is not null)
            {
#pragma warning disable CA1848, CA2254 // The words are Hangfire's.
                if (exception is ProblemException problem)
                {
                    // Something outside, which its sentence says better than a stack.
                    logger.Log(level, "{Said} {Problem}", messageFunc(), problem.Message);
                    return true;
                }

                logger.Log(level, exception, messageFunc());
#pragma warning restore CA1848, CA2254
            }

            return true;
        }

        // A job that the end of the server interrupts is run again; nobody has to know.
        private static bool IsOrderlyEnd(Func<string>? message) => message?.Invoke().StartsWith("Worker stop requested", StringComparison.Ordinal) == true;
    }
}
