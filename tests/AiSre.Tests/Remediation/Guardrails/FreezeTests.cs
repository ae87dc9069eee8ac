using System.Collections.Immutable;
using System.Globalization;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Freezes;
using AiSre.Remediation.Guardrails.Gates;
using static AiSre.Remediation.Guardrails.GuardrailOutcome;
using static AiSre.Tests.Remediation.Guardrails.Subjects;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>Freeze calendars.</summary>
public sealed class FreezeTests
{
    private static readonly GuardrailFile File = Subjects.File("calendars: {c: {file: c.ics, time-zone: Europe/Berlin}}\nrules: [{name: r, freeze: [c]}]\n");

    [Theory]
    [InlineData("DTSTART:20260304T110000Z|DTEND:20260304T130000Z", "2026-03-04T12:00:00Z", true)]
    [InlineData("DTSTART:20260304T110000Z|DTEND:20260304T130000Z", "2026-03-04T13:00:00Z", false)]
    [InlineData("DTSTART:20260304T110000Z|DTEND:20260304T130000Z", "2026-03-04T11:00:00Z", true)]
    [InlineData("DTSTART:20260304T110000Z|DURATION:PT2H", "2026-03-04T12:59:59Z", true)]
    [InlineData("DTSTART:20260304T110000|DTEND:20260304T130000", "2026-03-04T10:30:00Z", true)] // Without a zone: Berlin.
    [InlineData("DTSTART:20260304T110000|DTEND:20260304T130000", "2026-03-04T12:30:00Z", false)]
    [InlineData("DTSTART;TZID=America/New_York:20260304T110000|DTEND;TZID=America/New_York:20260304T130000", "2026-03-04T16:30:00Z", true)]
    [InlineData("DTSTART;VALUE=DATE:20260304", "2026-03-03T23:00:00Z", true)] // The whole day in Berlin.
    [InlineData("DTSTART;VALUE=DATE:20260304", "2026-03-03T22:59:59Z", false)]
    [InlineData("DTSTART;VALUE=DATE:20260304", "2026-03-04T22:59:59Z", true)]
    [InlineData("DTSTART;VALUE=DATE:20260304", "2026-03-04T23:00:00Z", false)]
    [InlineData("DTSTART;VALUE=DATE:20251220|DTEND;VALUE=DATE:20260310", "2026-03-04T12:00:00Z", true)]
    [InlineData("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=WEEKLY;BYDAY=WE", "2026-03-04T12:00:00Z", true)]
    [InlineData("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=WEEKLY;BYDAY=WE", "2026-03-05T12:00:00Z", false)]
    [InlineData("DTSTART;TZID=Europe/Berlin:20200103T160000|DTEND;TZID=Europe/Berlin:20200106T080000|RRULE:FREQ=WEEKLY;BYDAY=FR", "2026-03-08T12:00:00Z", true)]
    [InlineData("DTSTART;TZID=Europe/Berlin:20200103T160000|DTEND;TZID=Europe/Berlin:20200106T080000|RRULE:FREQ=WEEKLY;BYDAY=FR", "2026-03-04T12:00:00Z", false)]
    [InlineData("DTSTART;TZID=Europe/Berlin:20200103T160000|DTEND;TZID=Europe/Berlin:20200106T080000|RRULE:FREQ=WEEKLY;BYDAY=FR", "2026-07-03T14:00:00Z", true)] // In summer 16:00 is 14:00 UTC.
    [InlineData("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=WEEKLY;BYDAY=WE|EXDATE;VALUE=DATE:20260304", "2026-03-04T12:00:00Z", false)]
    [InlineData("DTSTART;VALUE=DATE:20200104|RRULE:FREQ=DAILY;UNTIL=20200204", "2026-03-04T12:00:00Z", false)]
    [InlineData("DTSTART;VALUE=DATE:20260304|STATUS:CANCELLED", "2026-03-04T12:00:00Z", false)]
    public void A_freeze_is_on_or_not(string lines, string at, bool isFrozen)
    {
        var freeze = FreezeCalendar.Read("c", Calendar(lines), "Europe/Berlin").FreezeAt(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));

        Assert.Equal(isFrozen, freeze is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260304T110000Z\n")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:never\nEND:VEVENT\nEND:VCALENDAR\n")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20260304T110000Z\nRRULE:FREQ=OFTEN\nEND:VEVENT\nEND:VCALENDAR\n")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT\nEND:VCALENDAR\n")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Mars/Olympus:20260304T110000\nDTEND;TZID=Mars/Olympus:20260304T120000\nEND:VEVENT\nEND:VCALENDAR\n")]
    public void What_cannot_be_read_denies(string text)
    {
        var result = Ask<FreezeGate>(With(text), File);

        Assert.Equal(Deny, result.Outcome);
        Assert.StartsWith("The calendar 'c' cannot be read: ", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_read_denies()
    {
        Assert.Equal((Deny, "The calendar 'c' was not read."), Answer(Good));
        Assert.Equal((Deny, "There is no file c.ics."), Answer(Good with { Calendars = Good.Calendars.Add("c", Fact.Unknown<string>("There is no file c.ics.")) }));

        static (GuardrailOutcome, string) Answer(GuardrailSubject subject) => Ask<FreezeGate>(subject, File) is var result ? (result.Outcome, result.Sentence) : default;
    }

    [Fact]
    public void A_freeze_says_what_and_until_when()
    {
        var result = Ask<FreezeGate>(With(Calendar("DTSTART;VALUE=DATE:20260304")), File);

        Assert.Equal((RequireApproval, "The calendar 'c' has a freeze: Quarter end, until 2026-03-04 23:00 UTC (rule 'r')."), (result.Outcome, result.Sentence));
        Assert.Equal(Allow, Ask<FreezeGate>(With(Calendar("DTSTART;VALUE=DATE:20260305")), File).Outcome);
    }

    [Fact]
    public void A_rule_that_never_comes_to_a_day_ends()
    {
        var text = Calendar("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31");

        Assert.Equal(Deny, Ask<FreezeGate>(With(text), File).Outcome);
    }

    private static GuardrailSubject With(string text) => Good with { Calendars = ImmutableDictionary<string, Fact<string>>.Empty.Add("c", text) };

    private static string Calendar(string lines) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//acme//calendar//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Quarter end\r\n{lines.Replace("|", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}
