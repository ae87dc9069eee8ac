using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AiSre.Cli;

namespace AiSre.Tests.Cli;

public sealed class YamlCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aisre-yaml-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_changed_in_place_to_the_byte()
    {
        var file = await WriteAsync("a.yaml", "\uFEFFa: 1 # ü\r\n---\r\nimage: \"x:1\"\r\n");

        Assert.Equal((0, ""), await RunAsync("set", file, "image", "y:2", "--document", "1"));

        Assert.Equal("\uFEFFa: 1 # ü\r\n---\r\nimage: \"y:2\"\r\n"u8.ToArray(), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_result_can_be_printed_and_the_file_left_alone()
    {
        var file = await WriteAsync("a.yaml", "a: b\n");

        Assert.Equal((0, "a: 'c'\n"), await RunAsync("set", file, "a", "'c'", "--raw", "--stdout"));
        Assert.Equal("a: b\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(new[] { "add", "metadata.labels", """{"app": "web"}""" }, "metadata:\n  name: a\n  labels:\n    app: web\nlist:\n- x\n")]
    [InlineData(new[] { "add", "metadata.note", "a text" }, "metadata:\n  name: a\n  note: a text\nlist:\n- x\n")]
    [InlineData(new[] { "append", "list", "web" }, "metadata:\n  name: a\nlist:\n- x\n- web\n")]
    [InlineData(new[] { "append", "list", "y" }, "metadata:\n  name: a\nlist:\n- x\n- \"y\"\n")]
    [InlineData(new[] { "append", "list", """{"a": 1}""" }, "metadata:\n  name: a\nlist:\n- x\n- a: 1\n")]
    [InlineData(new[] { "remove", "list" }, "metadata:\n  name: a\n")]
    public async Task Things_are_added_and_removed(string[] command, string expected)
    {
        var file = await WriteAsync("a.yaml", "metadata:\n  name: a\nlist:\n- x\n");

        Assert.Equal((0, ""), await RunAsync([command[0], file, .. command[1..]]));

        Assert.Equal(expected, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("add", "list[0]", "list[0] does not end with a key.")]
    [InlineData("add", "list", "list is there already.")]
    [InlineData("append", "metadata", "metadata is not a list.")]
    public async Task What_cannot_be_added_is_refused(string command, string path, string expected)
    {
        var file = await WriteAsync("a.yaml", "metadata:\n  name: a\nlist:\n- x\n");
        Assert.EndsWith(expected, (await Assert.ThrowsAsync<ProblemException>(() => RunAsync(command, file, path, "y"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_file_and_the_reason()
    {
        var file = await WriteAsync("a.yaml", "a: &x b\nc: *x\n");

        var problem = await Assert.ThrowsAsync<ProblemException>(() => RunAsync("set", file, "a", "d"));

        Assert.Equal($"{file} was not changed because the value in line 1 is anchored as &x and used again in line 2, which would change too.", problem.Message);
        Assert.Equal((0, "a: &x d\nc: *x\n"), await RunAsync("set", file, "a", "d", "--all-uses", "--stdout"));
    }

    [Theory]
    [InlineData("a: \"\xff\"", "is not UTF-8")]
    [InlineData(null, "cannot be read")]
    public async Task A_file_that_cannot_be_read_is_one_sentence(string? content, string expected)
    {
        var file = Path.Combine(_folder, "b.yaml");
        if (content is not null)
        {
            await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes(content), TestContext.Current.CancellationToken);
        }

        Assert.Contains(expected, (await Assert.ThrowsAsync<ProblemException>(() => RunAsync("set", file, "a", "d"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_together_are_explained()
    {
        Assert.NotEqual(0, (await RunAsync("set", "a.yaml")).ExitCode);
        Assert.NotEqual(0, (await RunAsync("set", "a.yaml", "--batch", "b.jsonl")).ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_batch_answers_each_line_in_order(bool isCompressed)
    {
        var lines = """
            {"id":"1","before":"a: b\n","document":0,"path":["a"],"new_raw":"\"c\""}
            {"id":2,"before":"a: 'b'\n","path":["a"],"new_value":"d"}
            {"id":"3","before":"a: {{ b }}\n","path":["a"],"new_value":"d"}
            {"id":"4","before":"a: b\n","path":["c"],"new_value":"d"}
            {"id":"5","before":"a: b\n","path":["a"]}

            no json
            {"id":"7","before":"- é\n","path":[0],"new_value":5}
            """;
        var file = Path.Combine(_folder, isCompressed ? "batch.jsonl.gz" : "batch.jsonl");
        await using (var stream = File.Create(file))
        await using (var content = isCompressed ? new GZipStream(stream, CompressionLevel.Fastest) : (Stream)stream)
        {
            await content.WriteAsync(Encoding.UTF8.GetBytes(lines), TestContext.Current.CancellationToken);
        }

        var (exitCode, output) = await RunAsync("set", "--batch", file);

        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(0, exitCode);
        Assert.Equal(["1", "2", "3", "4", "5", "", "7"], answers.Select(answer => answer.GetProperty("id").ToString()));
        Assert.Equal(["a: \"c\"\n", "a: 'd'\n", null, null, null, null, "- 5\n"], answers.Select(answer => answer.TryGetProperty("after", out var after) ? after.GetString() : null));
        Assert.All(answers, answer => Assert.NotEqual(answer.TryGetProperty("after", out _), answer.TryGetProperty("error", out _)));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await YamlCommand.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exitCode, exitCode == 0 ? output.ToString() : "");
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(file, Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        return file;
    }
}
