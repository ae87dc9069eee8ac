using System.Globalization;

namespace AiSre.Detection;

/// <summary>Schedules of CronJobs, as robfig/cron's standard parser reads them: five fields, or one of the names that begin with @.</summary>
internal static class CronSchedule
{
    private static readonly (string Name, int Low, int High)[] Fields =
        [("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 6)];

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly int[] LongestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>What is wrong with the schedule, as the end of a sentence; null when nothing is.</summary>
    public static string? Problem(string schedule)
    {
        var text = schedule.Trim();
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            text = text.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? text[(space + 1)..].Trim() : "";
        }

        if (text.StartsWith('@'))
        {
            return text is "@yearly" or "@annually" or "@monthly" or "@weekly" or "@daily" or "@midnight" or "@hourly" || text.StartsWith("@every ", StringComparison.Ordinal)
                ? null : "is no schedule";
        }

        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            return $"has {parts.Length} fields instead of 5";
        }

        var values = new List<SortedSet<int>>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (Parse(parts[i], i) is not { } set)
            {
                return $"has an invalid {Fields[i].Name} '{parts[i]}'";
            }

            values.Add(set);
        }

        // A day that no chosen month has, unless a day of the week may stand in for it.
        var isAnyWeekday = parts[4] is "*" or "?";
        return isAnyWeekday && !values[3].Any(month => values[2].Min <= LongestMonths[month - 1]) ? "never comes" : null;
    }

    private static SortedSet<int>? Parse(string field, int index)
    {
        var (_, low, high) = Fields[index];
        var all = new SortedSet<int>();
        foreach (var part in field.Split(','))
        {
            var pieces = part.Split('/');
            var step = 1;
            if (pieces.Length > 2 || (pieces.Length == 2 && (!int.TryParse(pieces[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step == 0)))
            {
                return null;
            }

            var range = pieces[0].Split('-');
            int from, to;
            if (range is ["*" or "?"])
            {
                (from, to) = (low, high);
            }
            else if (range.Length is 1 or 2 && Number(range[0], index) is { } first)
            {
                from = first;
                to = range.Length == 2 ? Number(range[1], index) ?? -1 : pieces.Length == 2 ? high : first;
            }
            else
            {
                return null;
            }

            if (from < low || to > high || from > to)
            {
                return null;
            }

            for (var value = from; value <= to; value += step)
            {
                all.Add(value);
            }
        }

        return all;
    }

    private static int? Number(string text, int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : index == 3 && Array.IndexOf(Months, text.ToLowerInvariant()) is var month and >= 0 ? month + 1
        : index == 4 && Array.IndexOf(Days, text.ToLowerInvariant()) is var day and >= 0 ? day
        : null;
}
