using System.Runtime.CompilerServices;
using System.Text.Json;
using AiSre.Cli;
using AiSre.Cli.Diagnosing;
using AiSre.Clusters.Objects.Files;
using Spectre.Console;

namespace AiSre.Tests.Cli;

public sealed class DiagnoseCommandTests : IDisposable
{
    private const string CannotPull = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec: {containers: [{name: app, image: "registry.example/web:1"}]}
        status:
          phase: Pending
          startTime: "2026-01-01T00:00:00Z"
          conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-01-01T01:00:00Z"}]
          containerStatuses:
          - name: app
            image: "registry.example/web:1"
            state: {waiting: {reason: ImagePullBackOff, message: "Back-off pulling image: dial tcp 10.0.0.9:443: connect: \u001b[31mconnection refused"} }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("aisre-diagnose-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(0, "--fail-on", "never")]
    [InlineData(2, "--fail-on", "error")]
    [InlineData(2, "--fail-on", "warning")]
    public async Task The_exit_code_is_0_unless_asked_to_fail_on_what_was_found(int expected, params string[] options)
    {
        var file = Write("pod.yaml", CannotPull);

        Assert.Equal(expected, await RunAsync([file, .. options]));
        Assert.Equal(0, await RunAsync([Write("well.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p}}"), .. options]));
    }

    [Fact]
    public async Task A_path_that_cannot_be_read_is_exit_code_1_and_the_others_are_diagnosed() =>
        Assert.Equal(1, await RunAsync([Path.Combine(folder, "nowhere"), Write("pod.yaml", CannotPull), "--fail-on", "error"]));

    [Theory]
    [InlineData("nothing to diagnose")]
    [InlineData("--namespace is about a cluster", "x", "-n", "shop")]
    [InlineData("cannot be used", "--kubeconfig", "/nowhere/kubeconfig")]
    public async Task What_cannot_be_done_is_one_sentence(string expected, params string[] arguments) =>
        Assert.Contains(expected, (await Assert.ThrowsAsync<ProblemException>(() => RunAsync(arguments))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(AnsiSupport.No)]
    [InlineData(AnsiSupport.Yes)]
    public void The_text_says_what_why_and_what_it_hurts_and_lets_no_log_steer_the_terminal(AnsiSupport ansi)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = ansi, ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        var path = Write("pod.yaml", CannotPull);

        DiagnosisText.Write(console, PathDiagnosis.Of(path, ObjectFiles.Read(path)));

        var text = output.ToString();
        Assert.Equal(ansi == AnsiSupport.Yes, text.Contains("\u001b[", StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b[31mconnection", text, StringComparison.Ordinal);
        Assert.Contains("connection refused", text, StringComparison.Ordinal);
        foreach (var part in new[] { "1 error", "ERROR", "RegistryUnavailable", "because", "hurts", "Pod/shop/web" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_changed_is_read_from_ReplicaSets_and_from_the_history_of_Argo_CD()
    {
        var path = Path.Combine(Folder(), "rollout.yaml");
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        var diagnosis = PathDiagnosis.Of(path, ObjectFiles.Read(path));

        DiagnosisText.Write(console, diagnosis);
        var incident = JsonDocument.Parse(DiagnosisJson.Write(diagnosis)).RootElement.GetProperty("incidents")[0];

        Assert.Contains("Deployment/shop/web from revision 1, which is well, to 2, commit aaaaaaa to bbbbbbb of https://github.example/shop/deploy", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("containers[app].image: registry.example/web:1 → registry.example/web:2", output.ToString(), StringComparison.Ordinal);
        var changed = Assert.Single(incident.GetProperty("whatChanged").EnumerateArray());
        Assert.Equal("web", changed.GetProperty("object").GetProperty("name").GetString());
        Assert.Equal(
            ["metadata.labels.release:False", "containers[app].image:True"],
            changed.GetProperty("fields").EnumerateArray().Select(field => $"{field.GetProperty("path").GetString()!.Replace("spec.template.", "").Replace("spec.", "")}:{field.GetProperty("explains").GetBoolean()}"));
    }

    [Fact]
    public void Where_nothing_tells_what_changed_the_JSON_has_no_such_field()
    {
        var path = Write("pod.yaml", CannotPull);

        Assert.DoesNotContain("whatChanged", DiagnosisJson.Write(PathDiagnosis.Of(path, ObjectFiles.Read(path))), StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(params string[] arguments) =>
        DiagnoseCommand.Create().Parse([.. arguments, "-o", "json"]).InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
