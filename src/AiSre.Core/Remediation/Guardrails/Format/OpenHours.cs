using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Hours of the week in a time zone.</summary>
/// <param name="TimeZone">The IANA name.</param>
/// <param name="Open">When it is open.</param>
public sealed record OpenHours(string TimeZone, ImmutableArray<WeeklySpan> Open)
{
    /// <summary>Whether it is open.</summary>
    /// <param name="at">When.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine does not know the time zone.</exception>
    public bool AreOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime;
        return Open.Any(span => span.Contains(local));
    }

    public override string ToString() => $"{string.Join(", ", Open)} ({TimeZone})";
}

/// <summary>The same hours of some days of the week; those that end before they begin last into the next day.</summary>
/// <param name="Text">As written: <c>Mon-Fri 09:00-17:00</c>.</param>
/// <param name="Days">The days on which it begins.</param>
/// <param name="From">From this time of the day on.</param>
/// <param name="To">Until before this time; 24:00 is the day's end.</param>
public sealed partial record WeeklySpan(string Text, ImmutableArray<DayOfWeek> Days, TimeSpan From, TimeSpan To)
{
    private static readonly string[] Names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Reads <c>Mon-Fri 09:00-17:00</c>, <c>Sat,Sun 00:00-24:00</c>, <c>Fri-Mon 22:00-04:00</c>; null when it is none.</summary>
    public static WeeklySpan? TryParse(string text)
    {
        var match = Grammar().Match(text);
        if (!match.Success || Time(match.Groups["from"].Value) is not { } from || Time(match.Groups["to"].Value) is not { } to || from == to || from.TotalHours >= 24)
        {
            return null;
        }

        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        foreach (var part in match.Groups["days"].Value.Split(','))
        {
            var ends = part.Split('-').Select(name => Array.IndexOf(Names, name)).ToArray();
            if (ends.Contains(-1))
            {
                return null;
            }

            for (var day = ends[0]; ; day = (day + 1) % Names.Length)
            {
                days.Add((DayOfWeek)day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return new WeeklySpan(text, [.. days.Distinct()], from, to);
    }

    /// <summary>Whether a local time is within.</summary>
    public bool Contains(DateTime local)
    {
        var time = local.TimeOfDay;
        return From < To
            ? Days.Contains(local.DayOfWeek) && time >= From && time < To
            : (Days.Contains(local.DayOfWeek) && time >= From) || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < To);
    }

    public override string ToString() => Text;

    private static TimeSpan? Time(string text)
    {
        var (hours, minutes) = (int.Parse(text[..2], CultureInfo.InvariantCulture), int.Parse(text[3..], CultureInfo.InvariantCulture));
        return minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0)) ? new TimeSpan(hours, minutes, 0) : null;
    }

    [GeneratedRegex(@"\A(?<days>[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?:,[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)*) (?<from>[0-9]{2}:[0-9]{2})-(?<to>[0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Grammar();
}
