using System.CommandLine;
using System.Text.Json;
using AiSre.Cli;
using AiSre.Tests.Remediation.Guardrails;

namespace AiSre.Tests.Cli;

public sealed class GuardrailCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aisre-guardrails-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_valid_file_is_said_to_be_valid() =>
        Assert.Equal((0, "The guardrails are valid.\n"), await RunAsync("lint", await WriteAsync(Subjects.Text)));

    [Fact]
    public async Task Warnings_are_told_and_count_only_when_asked()
    {
        var file = await WriteAsync(Subjects.Text + "rules:\n  - {name: a, kinds: ['*']}\n");

        var (code, output) = await RunAsync("lint", file);

        Assert.Equal(0, code);
        Assert.Contains("line 7, column 5: warning: the rule 'a' has a pattern under 'kinds' that everything fits", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("lint", file, "--strict")).Code);
    }

    [Fact]
    public async Task All_mistakes_are_told_with_their_lines()
    {
        var (code, output) = await RunAsync("lint", await WriteAsync("rules:\n  - {name: a, risk: hihg}\n  - {risk: low}\nmore: 1\n"));

        Assert.Equal((1, 4), (code, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.EndsWith("The guardrails are not valid.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_hides_in_a_file_is_shown() =>
        Assert.Contains("a\\u202Eb", (await RunAsync("lint", await WriteAsync("a\u202Eb: 1\n"))).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_not_there_is_a_sentence() =>
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<ProblemException>(() => RunAsync("lint", Path.Combine(_folder, "none.yaml")))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_schema_is_printed()
    {
        var (code, output) = await RunAsync("schema");

        using var schema = JsonDocument.Parse(output);
        Assert.Equal((0, "AiSre guardrails"), (code, schema.RootElement.GetProperty("title").GetString()));
    }

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(_folder, "guardrails.yaml");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await GuardrailCommand.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
