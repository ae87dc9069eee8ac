using System.CommandLine;
using AiSre.Clusters;

namespace AiSre.Cli;

/// <summary><c>aisre rbac</c>: prints the <c>ClusterRole</c> that AiSre's account in a cluster needs.</summary>
internal static class RbacCommand
{
    public static Command Create()
    {
        var command = new Command("rbac", "Print the ClusterRole that AiSre needs in a cluster: read these kinds, nothing else");
        command.SetAction(_ =>
        {
            Console.Write(ReaderRole.Yaml());
            return 0;
        });
        return command;
    }
}
