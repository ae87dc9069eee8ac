using System.Text;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;

namespace AiSre.Tests.Clusters.Files;

public sealed class ObjectFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("aisre-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_shape_of_a_file_is_read()
    {
        Write("one.json", """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "one"}}""");
        Write("list.json", """{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "two"}}]}""");
        Write("typed.json", """{"apiVersion": "v1", "kind": "PodList", "metadata": {}, "items": [{"metadata": {"name": "three"}}]}""");
        Write("row.json", """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "four"}} {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "five"}}""");
        Write("deep/many.yaml", "---\napiVersion: v1\nkind: Pod\nmetadata: {name: six}\n---\n# nothing\n---\napiVersion: v1\nkind: Widget\nmetadata: {name: seven}\n");
        Write("other.txt", "kind: Pod");

        var files = ObjectFiles.Read(folder);

        Assert.Equal(
            ["Deployment/two", "Pod/five", "Pod/four", "Pod/one", "Pod/six", "Pod/three", "Widget/seven"],
            files.Objects.Select(file => file.Value.Ref.Address).Order(StringComparer.Ordinal));
        Assert.IsType<OtherObject>(files.Objects.Single(file => file.Value.Kind == "Widget").Value);
        Assert.Equal("v1", files.Objects.Single(file => file.Value.Metadata.Name == "three").Value.ApiVersion);
        Assert.Empty(files.Problems);
    }

    [Fact]
    public void Logs_are_found_by_their_place_whatever_bytes_they_hold()
    {
        Write("logs/shop/checkout-1/app.log", "now");
        Directory.CreateDirectory(Path.Combine(folder, "logs/shop/checkout-1"));
        File.WriteAllBytes(Path.Combine(folder, "logs/shop/checkout-1/app.previous.log"), [0xff, (byte)'b', (byte)'y', (byte)'e']);

        var logs = ObjectFiles.Read(folder).Logs;

        Assert.Equal(["log/shop/checkout-1/app", "log/shop/checkout-1/app.previous"], logs.Select(log => log.Address));
        Assert.EndsWith("bye", logs[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_present_is_the_newest_time_at_which_something_happened()
    {
        Write("a.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, creationTimestamp: "2026-01-01T00:00:00Z", annotations: {expires: "2099-01-01T00:00:00Z"} }
            status: {startTime: "2026-01-02T00:00:00Z", conditions: [{type: Ready, lastTransitionTime: "2026-01-03T01:00:00+01:00"}]}
            """);
        Write("b.json", """{"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "b"}, "status": {"notAfter": "2030-01-01T00:00:00Z"}}""");

        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), ObjectFiles.Read(folder).Present);
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_the_rest_is_read()
    {
        Write("broken.json", """{"apiVersion": "v1", """);
        Write("template.yaml", "a: {{ .Values.x }}");
        Write("good.json", """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "one"}}""");

        var files = ObjectFiles.Read(folder);

        Assert.Equal(2, files.Problems.Count);
        Assert.Single(files.Objects);
    }

    [Fact]
    public void Nothing_read_is_said()
    {
        Write("readme.md", "text");

        Assert.Equal([$"{folder} holds no Kubernetes object and no log."], ObjectFiles.Read(folder).Problems);
        Assert.Equal(["standard input holds no Kubernetes object and no log."], ObjectFiles.Read(new MemoryStream(), "standard input").Problems);
    }

    [Fact]
    public void A_path_that_is_not_there_is_a_problem_in_one_sentence()
    {
        var problem = Assert.Throws<ProblemException>(() => ObjectFiles.Read(Path.Combine(folder, "nowhere")));
        Assert.StartsWith("There is no file or folder", problem.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, Encoding.UTF8);
    }
}
