using System.CommandLine;
using AiSre.Endpoints;

namespace AiSre.Cli;

/// <summary><c>aisre demo</c>: the ordinary server beside a playground. AiSre itself has no demo mode; it gets a configuration.</summary>
internal static class DemoCommand
{
    private const int UsualPort = 5080;

    private static readonly Option<bool> Unattended = new("--unattended") { Description = "Play the scene from its start without a person, print the timeline, and end: 0 when the incident is resolved and verified, else 1" };
    private static readonly Option<bool> Reset = new("--reset") { Description = "Clear the data folder and end" };
    private static readonly Option<string?> Data = new("--data") { Description = "The data folder (usually aisre/demo in $XDG_DATA_HOME or ~/.local/share)", HelpName = "DIR" };
    private static readonly Option<int?> Port = new("--port") { Description = "The port of the dashboard (usually 5080, or the next free one)", HelpName = "N" };
    private static readonly Option<int> FaultAfter = new("--fault-after") { Description = "Seconds until the fault strikes", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };

    public static Command Create()
    {
        var command = new Command("demo", "Watch AiSre bring a broken workload back, in a small world of its own") { Unattended, Reset, Data, Port, FaultAfter };
        command.Validators.Add(arguments =>
        {
            if (arguments.GetValue(Port) is < 1 or > 65535)
            {
                arguments.AddError("--port must be between 1 and 65535.");
            }

            if (arguments.GetValue(Data) is "")
            {
                arguments.AddError("--data must name a folder.");
            }

            if (arguments.GetValue(FaultAfter) < 0)
            {
                arguments.AddError("--fault-after must not be negative.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        var alone = arguments.GetValue(Unattended);
        if (arguments.GetValue(Reset))
        {
            var cleared = await DemoFolder.ResetAsync(arguments.GetValue(Data), cancellationToken);
            await output.WriteLineAsync(cleared.Count == 0 ? "There was nothing to clear." : $"Cleared {string.Join(", ", cleared)}.");
            return 0;
        }

        using var folder = DemoFolder.Open(arguments.GetValue(Data), alone ? DemoFolder.Unattended : DemoFolder.Watched);
        if (alone)
        {
            // The whole scene, whatever was played here before.
            await folder.ClearAsync(cancellationToken);
        }

        var url = new Uri($"http://127.0.0.1:{arguments.GetValue(Port) ?? FreePort.From(UsualPort)}");
        var faultAfter = TimeSpan.FromSeconds(arguments.GetValue(FaultAfter));
        var (playground, scene) = await DemoPlayground.StartAsync(folder, new Uri(url, GitHubWebhookEndpoint.Path), faultAfter, cancellationToken);
        await using (playground)
        {
            await using var server = await Server.StartAsync([.. scene.Configuration(folder, url)], cancellationToken: cancellationToken);
            var ended = playground.EndedAsync();
            var work = alone
                ? new DemoScript(server.App.Services, output).PlayAsync(cancellationToken)
                : ShowAsync(server, folder, arguments.GetValue(Data) is null ? "" : $" --data {folder.Path}", output, cancellationToken);
            return await Task.WhenAny(work, ended) == work ? await work : throw await ended;
        }
    }

    private static async Task<int> ShowAsync(Server server, DemoFolder folder, string where, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"""

              AiSre runs at {server.Address}

              Beside it runs a playground: a cluster with Argo CD, and a GitHub. In a few seconds an image registry
              there goes down. AiSre explains what broke and opens a pull request; read it and click Approve.

              Everything is kept in {folder.Path}; ./aisre demo --reset{where} clears it. Ctrl-C stops everything.

            """);
        await server.App.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
