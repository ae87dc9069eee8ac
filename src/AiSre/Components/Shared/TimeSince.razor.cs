using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Shared;

/// <summary>A time in a person's words: how long ago, how long it took, or the clock's; the exact time on hover.</summary>
public sealed partial class TimeSince
{
    [Parameter, EditorRequired]
    public DateTimeOffset At { get; set; }

    /// <summary>The end of a <see cref="TimeWords.Span"/>; null while it still runs.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    [Parameter]
    public TimeWords Mode { get; set; }
}

/// <summary>How <see cref="TimeSince"/> says a time.</summary>
public enum TimeWords
{
    /// <summary>“4 min ago”, “in 10 s”.</summary>
    Ago,

    /// <summary>“4 min 12 s”, from the time to <see cref="TimeSince.Until"/> or now.</summary>
    Span,

    /// <summary>“in 10 s”, and “now” once it is past.</summary>
    Due,

    /// <summary>“03:04:05”.</summary>
    Clock,
}
