using System.Globalization;

namespace AiSre;

/// <summary>Times for people.</summary>
public static class Duration
{
    /// <summary>Two units at most: <c>45 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>. Less than a second is <c>0 s</c>.</summary>
    public static string Words(TimeSpan duration)
    {
        var time = duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
        return time switch
        {
            { TotalMinutes: < 1 } => Invariant($"{time.Seconds} s"),
            { TotalHours: < 1 } => Two(Invariant($"{time.Minutes} min"), time.Seconds, "s"),
            { TotalDays: < 1 } => Two(Invariant($"{time.Hours} h"), time.Minutes, "min"),
            _ => Two(Invariant($"{time.Days} d"), time.Hours, "h"),
        };
    }

    private static string Two(string first, int second, string unit) => second == 0 ? first : Invariant($"{first} {second} {unit}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
