using System.CommandLine;
using AiSre.Cli.Diagnosing;
using Spectre.Console;

namespace AiSre.Cli;

/// <summary><c>aisre diagnose PATH…</c>: explains what Kubernetes objects, events and logs in files show, without a cluster and without a model.</summary>
internal static class DiagnoseCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders with Kubernetes objects and logs", Arity = ArgumentArity.OneOrMore };
        var output = new Option<OutputFormat>("--output", "-o") { Description = "text for people, json for one line of JSON per path" };
        var command = new Command("diagnose", "Explain what is wrong in Kubernetes objects, events and logs from files") { paths, output };
        command.SetAction(arguments => Run(arguments.GetValue(paths)!, arguments.GetValue(output)));
        return command;
    }

    private static int Run(IReadOnlyList<string> paths, OutputFormat format)
    {
        var failed = false;
        foreach (var result in paths.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(Diagnose))
        {
            if (result.Diagnosis is not { } diagnosis)
            {
                failed = true;
                Console.Error.WriteLine(result.Problem);
            }
            else if (format == OutputFormat.Json)
            {
                Console.WriteLine(DiagnosisJson.Write(diagnosis));
            }
            else
            {
                DiagnosisText.Write(AnsiConsole.Console, diagnosis);
            }
        }

        return failed ? 1 : 0;
    }

    // One path that cannot be read does not keep the others from being diagnosed.
    private static (PathDiagnosis? Diagnosis, string? Problem) Diagnose(string path)
    {
        try
        {
            return (PathDiagnosis.Of(path), null);
        }
        catch (ProblemException problem)
        {
            return (null, problem.Message);
        }
    }

    private enum OutputFormat
    {
        Text,
        Json,
    }
}
