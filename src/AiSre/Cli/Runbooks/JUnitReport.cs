using System.Globalization;
using System.Xml.Linq;
using AiSre.Remediation.RunbookTests;

namespace AiSre.Cli.Runbooks;

/// <summary>Results of runbooks' tests in the XML that CI systems read: a suite for each runbook, a case for each test.</summary>
/// <remarks>Elements and attributes: https://github.com/testmoapp/junitxml.</remarks>
internal static class JUnitReport
{
    /// <summary>Writes it.</summary>
    /// <param name="suites">A runbook's file, what is wrong with its text (null when nothing is), and its tests.</param>
    public static XDocument Of(IReadOnlyList<(string File, string? Mistake, IReadOnlyList<RunbookTestResult> Tests)> suites)
    {
        var all = suites.Select(suite => Suite(suite.File, suite.Mistake, suite.Tests)).ToList();
        return new XDocument(new XElement(
            "testsuites",
            new XAttribute("tests", all.Sum(suite => (int)suite.Attribute("tests")!)),
            new XAttribute("failures", all.Sum(suite => (int)suite.Attribute("failures")!)),
            new XAttribute("errors", all.Sum(suite => (int)suite.Attribute("errors")!)),
            Time(suites.SelectMany(suite => suite.Tests)),
            all));
    }

    private static XElement Suite(string file, string? mistake, IReadOnlyList<RunbookTestResult> tests)
    {
        // A text that cannot be read is a case of its own, so that every CI system shows it.
        var cases = mistake is null ? tests.Select(test => Case(file, test)) : [new XElement("testcase", new XAttribute("name", "text"), new XAttribute("classname", file), new XAttribute("file", file), new XElement("error", new XAttribute("message", Clean(mistake))))];
        return new XElement(
            "testsuite",
            new XAttribute("name", file),
            new XAttribute("tests", mistake is null ? tests.Count : 1),
            new XAttribute("failures", tests.Count(test => !test.IsPassed)),
            new XAttribute("errors", mistake is null ? 0 : 1),
            Time(tests),
            cases);
    }

    private static XElement Case(string file, RunbookTestResult test) => new(
        "testcase",
        new XAttribute("name", Clean(test.Name)),
        new XAttribute("classname", file),
        new XAttribute("file", file),
        new XAttribute("line", test.Line),
        Time([test]),
        test.IsPassed ? null : new XElement("failure", new XAttribute("message", Clean(test.Sentence)), Clean(string.Join('\n', test.Diff))));

    private static XAttribute Time(IEnumerable<RunbookTestResult> tests) =>
        new("time", tests.Sum(test => test.Took.TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture));

    // XML has no place for control characters, not even escaped.
    private static string Clean(string text) => string.Concat(text.Where(one => System.Xml.XmlConvert.IsXmlChar(one) || char.IsSurrogate(one)));
}
