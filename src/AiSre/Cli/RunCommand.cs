using System.CommandLine;

namespace AiSre.Cli;

/// <summary><c>aisre run</c>: the server. Further arguments are configuration, such as <c>--urls=http://0.0.0.0:8080</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run the server; further arguments are configuration, such as --urls=http://127.0.0.1:5080")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.Aliases.Add("serve");
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var server = await Server.StartAsync([.. arguments.UnmatchedTokens], cancellationToken: cancellationToken);
            await server.App.WaitForShutdownAsync(cancellationToken);
            return 0;
        });
        return command;
    }
}
