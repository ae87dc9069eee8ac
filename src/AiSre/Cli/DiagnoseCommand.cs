using System.CommandLine;
using AiSre.Cli.Diagnosing;
using AiSre.Clusters;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using Spectre.Console;

namespace AiSre.Cli;

/// <summary><c>aisre diagnose PATH…</c>: explains what Kubernetes objects, events and logs show, in files or in a cluster, without a model.</summary>
internal static class DiagnoseCommand
{
    /// <summary>The path that stands for standard input.</summary>
    private const string StandardInput = "-";

    /// <summary>The exit code when an incident is as severe as <c>--fail-on</c> says.</summary>
    private const int FoundSomething = 2;

    private const int RedirectedWidth = 160;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files, folders, dumps, support bundles and archives with Kubernetes objects and logs; - is standard input",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var context = new Option<string?>("--context") { Description = "Look at the cluster of this context instead", HelpName = "NAME" };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Where contexts are looked up; alone, its current context is looked at", HelpName = "FILE" };
        var spaces = new Option<string[]>("--namespace", "-n") { Description = "Look at these namespaces of the cluster only", HelpName = "NAME" };
        var output = new Option<OutputFormat>("--output", "-o") { Description = "text for people, json for one line of JSON per path" };
        var failOn = new Option<FailOn>("--fail-on") { Description = "End with exit code 2 when an incident is so severe or more", DefaultValueFactory = _ => FailOn.Never };
        var command = new Command("diagnose", "Explain what is wrong in Kubernetes objects, events and logs, from files or from a cluster")
        {
            paths, context, kubeconfig, spaces, output, failOn,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(paths) ?? [],
            Cluster(arguments.GetValue(context), arguments.GetValue(kubeconfig), arguments.GetValue(spaces) ?? []),
            arguments.GetValue(output),
            arguments.GetValue(failOn),
            cancellationToken));
        return command;
    }

    private static ClusterOptions? Cluster(string? context, string? kubeconfig, string[] spaces)
    {
        if (context is null && kubeconfig is null)
        {
            return spaces.Length == 0 ? null : throw new ProblemException("--namespace is about a cluster: name one with --context or --kubeconfig.");
        }

        var options = new ClusterOptions { Name = context ?? kubeconfig!, Context = context, Kubeconfig = kubeconfig };
        foreach (var space in spaces)
        {
            options.Namespaces.Add(space);
        }

        return options;
    }

    private static async Task<int> RunAsync(
        string[] paths, ClusterOptions? cluster, OutputFormat format, FailOn failOn, CancellationToken cancellationToken)
    {
        if (paths.Length == 0 && cluster is null)
        {
            throw new ProblemException("There is nothing to diagnose: name files or folders, - for standard input, or a cluster with --context.");
        }

        if (Console.IsOutputRedirected)
        {
            // A file has no width; 80 columns are what is left to guess, and cut every quotation into pieces.
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        var outcome = new Outcome(format, failOn);
        if (cluster is not null)
        {
            using var connection = new ClusterConnection(cluster);
            outcome.Tell(PathDiagnosis.Of(cluster.Name, await new LiveObjects(connection, TimeProvider.System).ReadAsync(cancellationToken)), null);
        }

        foreach (var (diagnosis, problem) in paths.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(Diagnose))
        {
            outcome.Tell(diagnosis, problem);
        }

        return outcome.ExitCode;
    }

    // One path that cannot be read does not keep the others from being diagnosed.
    private static (PathDiagnosis? Diagnosis, string? Problem) Diagnose(string path)
    {
        try
        {
            if (path != StandardInput)
            {
                return (PathDiagnosis.Of(path, ObjectFiles.Read(path)), null);
            }

            using var input = Console.OpenStandardInput();
            return (PathDiagnosis.Of(path, ObjectFiles.Read(input, "standard input")), null);
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

    private enum FailOn
    {
        Never,
        Warning,
        Error,
    }

    /// <summary>Writes each diagnosis as it comes, and remembers how it ends.</summary>
    private sealed class Outcome(OutputFormat format, FailOn failOn)
    {
        private bool failed;
        private bool found;

        public int ExitCode => failed ? 1 : found ? FoundSomething : 0;

        public void Tell(PathDiagnosis? diagnosis, string? problem)
        {
            if (diagnosis is null)
            {
                failed = true;
                Console.Error.WriteLine(problem);
                return;
            }

            found |= diagnosis.Incidents.Any(incident => failOn switch
            {
                FailOn.Error => incident.Group.Severity == Severity.Error,
                FailOn.Warning => incident.Group.Severity is Severity.Error or Severity.Warning,
                _ => false,
            });
            if (format == OutputFormat.Json)
            {
                Console.WriteLine(DiagnosisJson.Write(diagnosis));
            }
            else
            {
                DiagnosisText.Write(AnsiConsole.Console, diagnosis);
            }
        }
    }
}
