using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Runbooks;
using Cronos;

namespace AiSre.Remediation.Guardrails.SyncWindows;

/// <summary>Whether a project's sync windows let Argo CD sync an application by itself. Pure.</summary>
/// <remarks>
/// Rules: https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/ — an active deny window blocks; else an active allow window lets
/// through; else the application is blocked if it has allow windows at all.
/// </remarks>
internal static partial class ProjectWindows
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(400);

    /// <summary>Why it would not be synced, the end of a sentence without its full stop; null when it would.</summary>
    /// <exception cref="UnknownFactException">A window cannot be read.</exception>
    public static string? WhyNot(ApplicationWindows application, DateTimeOffset at)
    {
        ImmutableArray<SyncWindow> mine = application.Windows.IsDefaultOrEmpty ? [] : [.. application.Windows.Where(window => IsFor(window, application))];
        if (mine.FirstOrDefault(window => window.Kind is not ("allow" or "deny")) is { } odd)
        {
            throw new UnknownFactException($"A sync window of the project {application.Project} is of kind '{odd.Kind}', which is neither allow nor deny.");
        }

        // Every window is worked out, so that none that cannot be read hides behind another.
        var active = mine.Where(window => IsActive(window, application.Project, at)).ToList();
        return active.Find(window => window.Kind == "deny") is { } deny ? $"the deny window '{deny.Schedule}' of the project {application.Project} is active ({deny.Duration})"
            : active.Exists(window => window.Kind == "allow") || !mine.Any(window => window.Kind == "allow") ? null
            : $"no allow window of the project {application.Project} is active";
    }

    private static bool IsFor(SyncWindow window, ApplicationWindows application)
    {
        var (destination, name) = (application.Destination, application.Application[(application.Application.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        var cluster = destination.IsInCluster ? ["in-cluster", "https://kubernetes.default.svc", destination.Name, destination.Server] : (string[])[destination.Name, destination.Server];
        (bool IsGiven, bool Fits)[] parts =
        [
            (window.Applications.Count > 0, Fit(window.Applications, name)),
            (window.Namespaces.Count > 0, Fit(window.Namespaces, destination.Namespace)),
            (window.Clusters.Count > 0, cluster.Any(one => one.Length > 0 && Fit(window.Clusters, one))),
        ];
        return window.AndOperator
            ? Array.Exists(parts, part => part.IsGiven) && Array.TrueForAll(parts, part => !part.IsGiven || part.Fits)
            : Array.Exists(parts, part => part.IsGiven && part.Fits);
    }

    private static bool Fit(IReadOnlyList<string> globs, string value) => globs.Any(glob => new Glob(glob).Matches(value));

    // Of the instant at which a window begins a deny window has it already, and an allow window not yet.
    private static bool IsActive(SyncWindow window, string project, DateTimeOffset at)
    {
        try
        {
            var zone = window.TimeZone.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone);
            var duration = Span(window.Duration);
            return Schedules(window.Schedule).Any(schedule =>
                schedule.GetNextOccurrence(at - duration, zone) is { } start && (start < at || (start == at && window.Kind == "deny")));
        }
        catch (Exception error) when (error is CronFormatException or FormatException or OverflowException or TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException)
        {
            throw new UnknownFactException($"The sync window '{window.Schedule}' of the project {project} cannot be read: {error.Message.TrimEnd('.')}.");
        }
    }

    // Where both days of the month and of the week are given, either will do, as cron has it; the library wants both.
    private static IEnumerable<CronExpression> Schedules(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var minute, var hour, var day, var month, var weekday] || day[0] is '*' or '?' || weekday[0] is '*' or '?')
        {
            return [CronExpression.Parse(text)];
        }

        return [CronExpression.Parse($"{minute} {hour} {day} {month} *"), CronExpression.Parse($"{minute} {hour} * {month} {weekday}")];
    }

    private static TimeSpan Span(string text)
    {
        if (SpanGrammar().Match(text) is not { Success: true } match || text.Length == 0)
        {
            throw new FormatException($"'{text}' is not a duration");
        }

        var span = TimeSpan.Zero;
        for (var index = 0; index < match.Groups["number"].Captures.Count; index++)
        {
            var number = double.Parse(match.Groups["number"].Captures[index].Value, CultureInfo.InvariantCulture);
            span += match.Groups["unit"].Captures[index].Value switch { "h" => TimeSpan.FromHours(number), "m" => TimeSpan.FromMinutes(number), _ => TimeSpan.FromSeconds(number) };
        }

        return span > TimeSpan.Zero && span <= LongestWindow ? span : throw new FormatException($"'{text}' is not a duration of at most {LongestWindow.Days} days");
    }

    [GeneratedRegex(@"\A(?:(?<number>[0-9]{1,9}(?:\.[0-9]{1,9})?)(?<unit>[hms]))*\z")]
    private static partial Regex SpanGrammar();
}
