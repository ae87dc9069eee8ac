using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiSre.Data;

/// <summary>Listens to PostgreSQL's notifications and feeds <see cref="ChangeFeed"/>; reconnects when the connection is lost.</summary>
internal sealed partial class ChangeListener(NpgsqlDataSource dataSource, ChangeFeed feed, ILogger<ChangeListener> logger) : BackgroundService
{
    /// <summary>The channel that the triggers notify.</summary>
    internal const string Channel = "aisre_changes";

    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private bool _isLost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (DatabaseAway.Is(error) || error is NpgsqlException or IOException)
            {
                if (!_isLost)
                {
                    _isLost = true;
                    Log.Lost(logger, error.Message);
                }

                await Task.Delay(ReconnectAfter, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, notification) => feed.Publish(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        if (_isLost)
        {
            _isLost = false;
            Log.Back(logger);
        }

        // What changed while nobody listened is not known, so everybody looks again.
        feed.PublishAll();
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away ({Reason}): nothing is lost, and everything goes on when it is back.")]
        public static partial void Lost(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The database is back.")]
        public static partial void Back(ILogger logger);
    }
}
