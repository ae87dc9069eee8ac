using CliWrap;
using CliWrap.Buffered;

namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>What the program did when it was run to its end as a process of its own.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "AiSre.dll");

    public static Task<ProgramResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    /// <param name="environment">Environment variables to set besides those of the test.</param>
    /// <param name="arguments">The verb and what follows.</param>
    public static async Task<ProgramResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Program, .. arguments])
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
