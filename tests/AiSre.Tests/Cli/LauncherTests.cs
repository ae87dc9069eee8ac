using AiSre.Cli;
using AiSre.Tests.Runbooks;

namespace AiSre.Tests.Cli;

/// <summary>The script <c>aisre</c>, by which people call the program.</summary>
public sealed class LauncherTests
{
    [Fact]
    public void Every_verb_of_the_program_is_explained_and_passed_on()
    {
        var script = File.ReadAllLines(Path.Combine(ShippedRunbooks.Repository(), "aisre"));
        var explained = script.Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var passedOn = script.Select(line => line.Trim()).Where(line => line.Contains(") app ", StringComparison.Ordinal) || line.Contains(") demo ", StringComparison.Ordinal))
            .SelectMany(line => line[..line.IndexOf(')', StringComparison.Ordinal)].Split(" | ")).ToHashSet(StringComparer.Ordinal);

        Assert.All(CommandLine.Create().Subcommands, command =>
        {
            Assert.Contains(command.Name, explained);
            Assert.Contains(command.Name, passedOn);
        });
    }
}
