using System.Text.RegularExpressions;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>What the logs of the development cases say, against what the cases expect.</summary>
public sealed class CaseLogTests
{
    // Causes that a log names itself; of the others it shows at most what follows from them.
    private static readonly HashSet<string> FromLogs =
    [
        nameof(RootCause.ApplicationError), nameof(RootCause.ApplicationConfigurationError), nameof(RootCause.DependencyUnavailable), nameof(RootCause.DnsFailure),
        nameof(RootCause.CommandNotFound), nameof(RootCause.ImagePlatformMismatch), nameof(RootCause.RbacForbidden), nameof(RootCause.EphemeralStorageExceeded), nameof(RootCause.VolumeFull),
    ];

    [Fact]
    public void The_log_of_a_container_that_a_case_names_says_what_the_case_expects()
    {
        var wrong = new List<string>();
        foreach (var item in CaseLogs.All().Where(item => item.IsNamed && item.Codes.Any(FromLogs.Contains)))
        {
            var found = LogReader.Explain(item.Log, crashed: true);
            var code = found?.Code.ToString();
            var isRight = item.Codes.Contains(code) || (code == nameof(RootCause.EphemeralStorageExceeded) && item.Codes.Contains(nameof(RootCause.VolumeFull)));
            var said = $"{found?.Quote} {found?.Host} {found?.Subject}";
            if (!isRight || item.Facts.FirstOrDefault(fact => !Regex.IsMatch(said, fact, RegexOptions.IgnoreCase) && !IsOfObject(fact)) is not null)
            {
                wrong.Add($"{item}: {code} {said}");
            }
        }

        Assert.Empty(wrong);

        // Names of volumes and the like, which no log line has.
        static bool IsOfObject(string fact) => fact.Contains("volume", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_log_of_a_healthy_container_says_nothing()
    {
        // Pods that no expectation names, in namespaces that none names either: the neighbours.
        var cases = CaseLogs.All();
        var faulty = cases.Where(item => item.IsNamed).Select(item => (item.Case, item.Log.Namespace)).ToHashSet();
        var healthy = cases.Where(item => !item.IsNamed && !faulty.Contains((item.Case, item.Log.Namespace)) && !IsDownstream(item)).ToList();

        Assert.NotEmpty(healthy);
        Assert.Empty(healthy.Select(item => (item, Found: LogReader.Explain(item.Log, crashed: false))).Where(pair => pair.Found is not null).Select(pair => $"{pair.item}: {pair.Found!.Quote}"));
    }

    [Fact]
    public void A_quotation_is_part_of_the_line_it_names()
    {
        foreach (var item in CaseLogs.All())
        {
            var lines = item.Log.Text.Split('\n');
            foreach (var found in LogReader.All(item.Log, crashed: true).Concat(LogReader.All(item.Log, crashed: false)))
            {
                Assert.Contains(found.Quote, lines[found.Line - 1], StringComparison.Ordinal);
                Assert.InRange(found.Quote.Length, 1, 400);
            }
        }
    }

    // Pods that suffer from what the case is about: they crash, or call what does not answer.
    private static bool IsDownstream(CaseLogs.CaseLog item) =>
        item.Log.Previous || item.Log.Text.Contains("refused", StringComparison.Ordinal) || item.Log.Text.Contains("i/o timeout", StringComparison.Ordinal)
        || item.Log.Text.Contains("about to expire", StringComparison.Ordinal) || item.Log.Text.Contains("UnknownHost", StringComparison.Ordinal);
}
