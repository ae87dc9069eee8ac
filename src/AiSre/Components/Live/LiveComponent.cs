using AiSre.Data;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Live;

/// <summary>
/// A component that shows rows of the database and reads them again whenever they change, until it is disposed.
/// While the database does not answer it keeps what it shows, says that it is out of date, and tries again.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private LiveRead? _live;

    [Inject]
    private ChangeFeed Feed { get; set; } = default!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    /// <summary>The clock; pages never ask another.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>True while the last read failed: what is shown may be out of date.</summary>
    protected bool IsStale { get; private set; }

    /// <summary>The change topics whose rows are shown.</summary>
    protected abstract IEnumerable<string> Topics { get; }

    /// <summary>True when there is something to show already, such as what the first, static rendering left.</summary>
    protected abstract bool HasRead { get; }

    /// <summary>Reads what is shown into the component's state. Runs on the component's own dispatcher.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for one read soon, for instance after the shown selection changed.</summary>
    protected void ReadSoon() => _live?.Signal();

    /// <summary>Follows <see cref="Topics"/> as they are now.</summary>
    protected void FollowTopics() => _live?.Follow(Feed, Topics);

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            // Followed before the first read: a change between the two is then read, not missed.
            _live = new LiveRead(ReadOnDispatcherAsync, LiveRead.DefaultInterval, Time);
            FollowTopics();
        }

        if (HasRead)
        {
            // Shown at once as it was a moment ago; what changed since then comes with the next read.
            ReadSoon();
        }
        else
        {
            await TryReadAsync(CancellationToken.None);
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            await _live.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private Task ReadOnDispatcherAsync(CancellationToken cancellationToken) => InvokeAsync(async () =>
    {
        try
        {
            await TryReadAsync(cancellationToken);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    });

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            IsStale = false;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            IsStale = true;
            var logger = Loggers.CreateLogger(GetType());
            Log.DatabaseAway(logger, error);
            _ = RetryAsync(cancellationToken);
        }
    }

    private async Task RetryAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(RetryAfter, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ReadSoon();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "A page could not read the database; it shows what it had and tries again.")]
        public static partial void DatabaseAway(ILogger logger, Exception error);
    }
}
