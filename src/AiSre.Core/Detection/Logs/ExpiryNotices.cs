using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Detection.Logs;

/// <summary>
/// ingress-nginx warns that a certificate "is about to expire" from ten days before its end, and still says so when the end has passed. The date in
/// the line decides; klog's own time has no year.
/// </summary>
internal static partial class ExpiryNotices
{
    private const int DaysBefore = 10;

    public static LogRule Rule { get; } = new(
        RootCause.CertificateExpired, @"\bcertificate for server ""(?<subject>[^""]+)"" is about to expire \(", "is about to expire")
    { Runtime = LogRuntime.Server };

    /// <summary>Whether the line is such a notice, and was written after the end that it names.</summary>
    public static bool IsPast(Hit hit)
    {
        if (hit.Rule != Rule || End().Match(hit.Line.Text) is not { Success: true } end
            || !DateTime.TryParseExact(end.Groups[1].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expiry))
        {
            return false;
        }

        if (Klog().Match(hit.Line.Text) is { Success: true } klog
            && int.TryParse(klog.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var month) && int.TryParse(klog.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var day)
            && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2024, month))
        {
            // Within the ten days before it (over New Year too), the end is still to come; else it is behind.
            var left = (expiry.DayOfYear - new DateTime(2024, month, day).DayOfYear + 366) % 366;
            return left > DaysBefore + 1;
        }

        return LineTimes.Of(hit.Line.Raw) is { } at && at.UtcDateTime.Date > expiry;
    }

    [GeneratedRegex(@"about to expire \((\d{4}-\d\d-\d\d)", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    [GeneratedRegex(@"^[IWEF](\d\d)(\d\d) ", RegexOptions.CultureInvariant)]
    private static partial Regex Klog();
}
