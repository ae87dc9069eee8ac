using System.CommandLine;
using AiSre.Remediation.RunbookTests;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks.Format;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Cli.Runbooks;

/// <summary><c>aisre runbook</c>: checks and tests runbooks in files, as a repository's CI does.</summary>
internal static class RunbookCommand
{
    /// <summary>The exit code when a runbook is wrong or one of its tests fails.</summary>
    private const int FoundSomething = 2;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Runbooks, or folders that have some", Arity = ArgumentArity.OneOrMore };
        var junit = new Option<string?>("--junit") { Description = "Also write the results as JUnit XML", HelpName = "FILE" };
        var strict = new Option<bool>("--require-tests") { Description = "A runbook with a solution and without tests fails too" };
        var test = new Command("test", "Check runbooks and run the tests that they carry; exit code 2 when one fails") { paths, junit, strict };
        test.SetAction((arguments, cancellationToken) => TestAsync(arguments.GetValue(paths)!, arguments.GetValue(junit), arguments.GetValue(strict), cancellationToken));

        var lint = new Command("lint", "Check the texts of runbooks; exit code 2 when something is wrong") { paths };
        lint.SetAction(arguments => Lint(arguments.GetValue(paths)!));

        var schema = new Command("schema", "Print the JSON Schema of a runbook's front matter, for editors and linters");
        schema.SetAction(_ => Console.WriteLine(RunbookSchema.Text));
        return new Command("runbook", "Check, test and import runbooks") { test, lint, schema, ImportCommand.Create() };
    }

    private static int Lint(string[] paths)
    {
        var files = RunbookFile.Find(paths);
        var mistakes = files.SelectMany(Mistakes).Concat(Twice(files)).ToList();
        mistakes.ForEach(Console.WriteLine);
        Console.WriteLine(mistakes.Count == 0 ? $"{Count(files.Count, "runbook")}: nothing is wrong." : $"{Count(files.Count, "runbook")}: {Count(mistakes.Count, "mistake")}.");
        return mistakes.Count == 0 ? 0 : FoundSomething;
    }

    private static async Task<int> TestAsync(string[] paths, string? junit, bool strict, CancellationToken cancellationToken)
    {
        var files = RunbookFile.Find(paths);
        var tester = new RunbookTester(new SolutionPlanner(NullLogger<SolutionPlanner>.Instance));
        var suites = new List<(string File, string? Mistake, IReadOnlyList<RunbookTestResult> Tests)>();
        var twice = Twice(files).ToList();
        foreach (var file in files)
        {
            var mistakes = Mistakes(file).ToList();
            if (strict && file.Result.Runbook is { CanAct: true, Tests.IsEmpty: true })
            {
                mistakes.Add($"{file.Path}:1:1: it has a solution and no tests; add at least one");
            }

            mistakes.ForEach(Console.WriteLine);
            IReadOnlyList<RunbookTestResult> results = file.Result.Runbook is { } runbook ? await tester.RunAsync(runbook, cancellationToken) : [];
            Tell(file, results);
            suites.Add((file.Path, mistakes.Count == 0 ? null : string.Join("\n", mistakes), results));
        }

        twice.ForEach(Console.WriteLine);
        if (junit is not null)
        {
            Save(JUnitReport.Of(suites), junit);
        }

        var (passed, failed) = (suites.Sum(suite => suite.Tests.Count(test => test.IsPassed)), suites.Sum(suite => suite.Tests.Count(test => !test.IsPassed)));
        var wrong = suites.Count(suite => suite.Mistake is not null) + twice.Count;
        Console.WriteLine($"{Count(files.Count, "runbook")}: {Count(passed, "test")} passed, {failed} failed{(wrong == 0 ? "" : $", {Count(wrong, "text")} wrong")}.");
        return failed + wrong == 0 ? 0 : FoundSomething;
    }

    private static void Tell(RunbookFile file, IReadOnlyList<RunbookTestResult> results)
    {
        foreach (var result in results)
        {
            Console.WriteLine($"{(result.IsPassed ? "ok  " : "FAIL")} {file.Path}:{result.Line}: {result.Name}");
            if (!result.IsPassed)
            {
                Console.WriteLine($"     {result.Sentence}");
                foreach (var line in result.Diff)
                {
                    Console.WriteLine($"     {line}");
                }
            }
        }
    }

    private static void Save(System.Xml.Linq.XDocument report, string path)
    {
        try
        {
            report.Save(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"The results cannot be written to {path} ({exception.Message}); name a file in a folder that exists.", innerException: exception);
        }
    }

    private static IEnumerable<string> Mistakes(RunbookFile file) =>
        file.Result.Errors.Select(error => $"{file.Path}:{error.Line}:{error.Column}: {error.Message}");

    private static IEnumerable<string> Twice(IReadOnlyList<RunbookFile> files) => files
        .Where(file => file.Result.IsValid)
        .GroupBy(file => file.Result.Runbook!.Id)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.Skip(1).Select(file => $"{file.Path}:1:1: the id {group.Key} is that of {group.First().Path} already; give each runbook an id of its own"));

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
