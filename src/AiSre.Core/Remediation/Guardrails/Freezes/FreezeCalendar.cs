using System.Globalization;
using AiSre.Remediation.Guardrails.Format;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;

namespace AiSre.Remediation.Guardrails.Freezes;

/// <summary>A calendar (RFC 5545) whose events are freezes: single and recurring ones, with times or whole days. What cannot be read whole is not read.</summary>
internal sealed class FreezeCalendar
{
    private const int LongestText = 1024 * 1024;
    private const int MostEvents = 2_000;
    private static readonly TimeSpan LongestEvent = TimeSpan.FromDays(400);

    private readonly CalendarCollection _calendars;
    private readonly TimeZoneInfo _zone;
    private readonly string _name;

    private FreezeCalendar(string name, CalendarCollection calendars, TimeZoneInfo zone)
    {
        _name = name;
        _calendars = calendars;
        _zone = zone;
    }

    private IEnumerable<CalendarEvent> Events => _calendars.SelectMany(calendar => calendar.Events);

    private TimeSpan Longest => Events.Select(one => one.DtEnd is null ? one.Duration?.ToTimeSpan(one.DtStart!) ?? TimeSpan.FromDays(1) : Instant(one.DtEnd) - Instant(one.DtStart!))
        .Append(TimeSpan.FromDays(1)).Max();

    /// <summary>A calendar of the guardrails.</summary>
    /// <exception cref="UnknownFactException">There is none of that name, or it cannot be read.</exception>
    public static FreezeCalendar Find(string name, GuardrailFile file, GuardrailSubject subject)
    {
        var calendar = file.Calendars.FirstOrDefault(one => one.Name == name) ?? throw new UnknownFactException($"There is no calendar '{name}'.");
        var text = calendar.Text ?? (subject.Calendars.TryGetValue(name, out var read) ? read.Value : throw new UnknownFactException($"The calendar '{name}' was not read."));
        return Read(name, text, calendar.TimeZone);
    }

    /// <summary>What is wrong with a calendar's text, without a full stop; null when nothing is.</summary>
    public static string? Mistake(string text, string zone)
    {
        try
        {
            var calendar = Read("", text, zone);
            foreach (var one in calendar.Events)
            {
                calendar.FreezeAt(calendar.Instant(one.DtStart!));
            }

            return null;
        }
        catch (UnknownFactException problem)
        {
            return problem.Message.TrimEnd('.');
        }
    }

    /// <summary>Reads a calendar.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="text">iCalendar text.</param>
    /// <param name="zone">The IANA time zone of whole days and of times without one.</param>
    /// <exception cref="UnknownFactException">It cannot be read; the sentence says why.</exception>
    public static FreezeCalendar Read(string name, string text, string zone)
    {
        if (text.Length > LongestText)
        {
            throw Unreadable(name, $"it has {text.Length} characters, and {LongestText} are read");
        }

        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToList();
        if (!lines.Contains("BEGIN:VCALENDAR", StringComparer.OrdinalIgnoreCase) || !"END:VCALENDAR".Equals(lines.FindLast(line => line.Length > 0), StringComparison.OrdinalIgnoreCase))
        {
            throw Unreadable(name, "it does not go from BEGIN:VCALENDAR to END:VCALENDAR");
        }

        var written = lines.Count(line => line.Equals("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase));
        var rules = lines.Count(line => line.StartsWith("RRULE", StringComparison.OrdinalIgnoreCase));
        if (written > MostEvents)
        {
            throw Unreadable(name, $"it has {written} events, and {MostEvents} are read");
        }

        try
        {
            var calendar = new FreezeCalendar(name, CalendarCollection.Load(text), TimeZoneInfo.FindSystemTimeZoneById(zone));
            return calendar.Problem(written, rules) is { } problem ? throw Unreadable(name, problem) : calendar;
        }
        catch (Exception error) when (error is not UnknownFactException)
        {
            throw Unreadable(name, error.Message.TrimEnd('.'));
        }
    }

    /// <summary>The event that is going on, for people; null when none is.</summary>
    /// <exception cref="UnknownFactException">The events cannot be worked out.</exception>
    public string? FreezeAt(DateTimeOffset at)
    {
        try
        {
            var from = new CalDateTime((at - Longest - TimeSpan.FromDays(2)).UtcDateTime, "UTC");
            var until = new CalDateTime(at.AddDays(2).UtcDateTime, "UTC");
            var options = new Ical.Net.Evaluation.EvaluationOptions { MaxUnmatchedIncrementsLimit = 1_000 };
            foreach (var occurrence in _calendars.SelectMany(calendar => calendar.GetOccurrences<CalendarEvent>(from, options).TakeWhile(one => one.Period.StartTime.LessThan(until))))
            {
                if (occurrence.Source is CalendarEvent { Status: not "CANCELLED" } source
                    && Instant(occurrence.Period.StartTime) <= at && occurrence.Period.EffectiveEndTime is { } end && at < Instant(end))
                {
                    return $"{(string.IsNullOrWhiteSpace(source.Summary) ? "an event without a title" : source.Summary.Trim())}, until {Instant(end).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC";
                }
            }

            return null;
        }
        catch (Exception error) when (error is not UnknownFactException)
        {
            throw Unreadable(_name, error.Message.TrimEnd('.'));
        }
    }

    private static UnknownFactException Unreadable(string name, string why) =>
        new($"The calendar{(name.Length == 0 ? "" : $" '{name}'")} cannot be read: {why}.");

    // A calendar that lacks what somebody wrote would freeze less than they meant.
    private string? Problem(int written, int rules)
    {
        var events = Events.ToList();
        var understood = events.Count(one => one.RecurrenceRule is not null)
            + _calendars.Sum(calendar => calendar.TimeZones.Sum(zone => zone.TimeZoneInfos.Count(info => info.RecurrenceRule is not null)));
        return events.Count != written ? $"of its {written} events only {events.Count} are understood"
            : understood != rules ? "one of its recurrence rules is not understood; an event has one at most"
            : events.Exists(one => one.DtStart is null) ? "an event has no start"
            : events.Exists(one => one.RecurrenceRule is { Frequency: not (FrequencyType.Daily or FrequencyType.Weekly or FrequencyType.Monthly or FrequencyType.Yearly) })
                ? "an event recurs more often than daily"
            : Longest > LongestEvent ? $"an event lasts longer than {LongestEvent.Days} days"
            : null;
    }

    private DateTimeOffset Instant(CalDateTime time)
    {
        if (time.TzId is not null)
        {
            return new DateTimeOffset(time.AsUtc, TimeSpan.Zero);
        }

        var local = DateTime.SpecifyKind(time.Value, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, _zone.GetUtcOffset(local));
    }
}
