using System.CommandLine;
using AiSre.Cli.Runbooks;

namespace AiSre.Cli;

/// <summary>The program's verbs. What is wrong outside of AiSre is one sentence on standard error and exit code 1.</summary>
internal static class CommandLine
{
    /// <summary>Every verb. The launcher passes on those that it knows by name, so a new one is added there too.</summary>
    public static RootCommand Create() => new("AiSre turns a broken workload into a reviewed Git change.")
    {
        DemoCommand.Create(),
        RunCommand.Create(),
        DiagnoseCommand.Create(),
        RunbookCommand.Create(),
        YamlCommand.Create(),
        RbacCommand.Create(),
        GuardrailCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Ctrl-C and SIGTERM cancel the command's token; it then stops in order what it started.
            return await Create().Parse(args).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(45),
            });
        }
        catch (ProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // The shells' code for an end by Ctrl-C.
            return 130;
        }
    }
}
