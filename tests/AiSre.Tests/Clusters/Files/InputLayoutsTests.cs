using System.Formats.Tar;
using System.Text;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;

namespace AiSre.Tests.Clusters.Files;

/// <summary>What other programs write down of a cluster, as folders, archives and streams.</summary>
public sealed class InputLayoutsTests : IDisposable
{
    private const string PodItem =
        """{"metadata": {"name": "web-1", "namespace": "shop", "resourceVersion": "7"}, "spec": {"containers": [{"name": "app"}, {"name": "proxy"}]}, "status": {"startTime": "2026-05-01T10:00:00Z"} }""";

    private const string Pods = $$"""{"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [{{PodItem}}]}""";

    private const string Event =
        """{"kind": "EventList", "apiVersion": "v1", "items": [{"metadata": {"name": "web-1.1", "namespace": "shop"}, "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web-1"}, "lastTimestamp": "2026-05-01T11:00:00Z"}]}""";

    private const string Sections = """
        ==== START logs for container app of pod shop/web-1 ====
        first
        ==== START logs for container app of pod shop/other ====
        second==== END logs for container app of pod shop/web-1 ====
        ==== START logs for container proxy of pod shop/web-1 ====
        Request log error: container "proxy" in pod "web-1" is waiting to start: PodInitializing
        ==== END logs for container proxy of pod shop/web-1 ====
        """;

    private const string SectionLog = "first\n==== START logs for container app of pod shop/other ====\nsecond";

    private static readonly DateTimeOffset Newest = new(2026, 5, 1, 11, 0, 0, TimeSpan.Zero);

    private static readonly string[] Shapes = ["folder", "tar", "tar.gz", "gnu.tar", "zip", "zip through a pipe", "gzip'd files"];

    private readonly string folder = Directory.CreateTempSubdirectory("aisre-layouts-").FullName;

    private static Dictionary<string, InputTree> Layouts { get; } = new()
    {
        ["kubectl cluster-info dump --output-directory"] = new InputTree()
            .With("shop/pods.json", Pods)
            .With("shop/events.json", Event)
            .With("shop/web-1/logs.txt", Sections),
        ["kubectl cluster-info dump"] = new InputTree().With("dump.json", $"{Pods}\n{Event}\n{Sections}\n{{\"kind\": \"ServiceList\", \"apiVersion\": \"v1\", \"items\": []}}\n"),
        ["kubectl cluster-info dump, kept as text"] = new InputTree().With("dump.txt", $"{Pods}\n{Event}\n{Sections}\n"),
        ["kubectl cluster-info dump on Windows"] = new InputTree().With("dump.json", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"{Pods}\n{Event}\n{Sections}\n")]),
        ["a support bundle"] = new InputTree()
            .With("support-bundle-1/cluster-resources/pods/shop.json", Pods)
            .With("support-bundle-1/cluster-resources/events/shop.json", Event)
            .With("support-bundle-1/cluster-resources/pods-errors.json", """["pods is forbidden"]""")
            .With("support-bundle-1/cluster-resources/pods/logs/shop/web-1/app.log", SectionLog)
            .With("support-bundle-1/version.yaml", "apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec: {versionNumber: 0.1}\n"),
        ["an old support bundle, whose items name no kind"] = new InputTree()
            .With("cluster-resources/pods/shop.json", $"[{PodItem}]")
            .With("cluster-resources/events/shop.json", """[{"metadata": {"name": "web-1.1", "namespace": "shop"}, "lastTimestamp": "2026-05-01T11:00:00Z"}]""")
            .With("cluster-resources/pods/logs/shop/web-1/app.log", SectionLog),
        ["a support bundle with a log collector of its own"] = new InputTree()
            .With("app-logs/web-1/app.log", SectionLog)
            .With("app-logs/unknown/app.log", "of nobody")
            .With("cluster-resources/pods/shop.json", Pods)
            .With("cluster-resources/events/shop.json", Event),
        ["must-gather"] = new InputTree()
            .With("quay-io/namespaces/shop/core/pods.yaml", $"apiVersion: v1\nkind: PodList\nitems:\n- {PodItem}\n")
            .With("quay-io/namespaces/shop/core/events.yaml", $"apiVersion: v1\nkind: List\nitems: [{Event}]\n")
            .With("quay-io/namespaces/shop/pods/web-1/web-1.yaml", $"apiVersion: v1\nkind: Pod\n{PodItem.Trim('{', ' ', '}').Replace("\"metadata\": {", "metadata: {", StringComparison.Ordinal).Replace(", \"spec\":", "\nspec:", StringComparison.Ordinal).Replace(", \"status\":", "\nstatus:", StringComparison.Ordinal)}}}\n")
            .With("quay-io/namespaces/shop/pods/web-1/app/app/logs/current.log", SectionLog)
            .With("quay-io/namespaces/shop/pods/web-1/app/app/logs/previous.log", ""),
    };

    public static TheoryData<string, string> Forms =>
        [.. from layout in Layouts.Keys from form in Shapes select (layout, form)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_layout_gives_the_same_in_every_form(string layout, string form)
    {
        var files = Read(Layouts[layout], form);

        Assert.Empty(files.Problems);
        Assert.Equal(["Event/shop/web-1.1", "Pod/shop/web-1"], files.Objects.Select(file => file.Value.Ref.Address).Where(name => !name.StartsWith("SupportBundle", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.IsType<Pod>(files.Objects.Single(file => file.Value.Kind == "Pod").Value);
        var log = files.Logs.Single(log => !log.Previous);
        Assert.Equal(("log/shop/web-1/app", SectionLog), (log.Address, log.Text));
        Assert.Equal(Newest, files.Present);
    }

    [Theory]
    [InlineData("logs/shop/web-1/app.log", "log/shop/web-1/app")]
    [InlineData("logs/shop/web-1/app.previous.log", "log/shop/web-1/app.previous")]
    [InlineData("cluster-resources/pods/logs/shop/web-1/app-previous.log", "log/shop/web-1/app.previous")]
    [InlineData("cluster-resources/pods/logs/shop/web-1/tool-previous.log", "log/shop/web-1/tool-previous")]
    [InlineData("cluster-resources/pods/logs/shop/gone/app-previous.log", "log/shop/gone/app.previous")]
    [InlineData("any-collector/web-1/app.log", "log/shop/web-1/app")]
    [InlineData("any-collector/web-1/app-previous.log", "log/shop/web-1/app.previous")]
    [InlineData("any-collector/shop/web-1/app.log", "log/shop/web-1/app")]
    [InlineData("any-collector/alone.log", "log/shop/alone/only")]
    [InlineData("any-collector/twin/app.log", null)]
    [InlineData("b/twin/app.log", "log/b/twin/app")]
    [InlineData("any-collector/nobody/app.log", null)]
    [InlineData("kubelet.log", null)]
    [InlineData("x/namespaces/shop/pods/web-1/app/app/logs/current.log", "log/shop/web-1/app")]
    [InlineData("x/namespaces/shop/pods/web-1/app/app/logs/previous.log", "log/shop/web-1/app.previous")]
    [InlineData("x/namespaces/shop/pods/web-1/app/app/logs/previous.insecure.log", "log/shop/web-1/app.previous")]
    public void A_log_is_known_by_its_place_and_the_pods_beside_it(string place, string? address)
    {
        var tree = new InputTree().With("pods.yaml", """
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, metadata: {name: web-1, namespace: shop}, spec: {containers: [{name: app}, {name: tool-previous}]}}
            - {apiVersion: v1, kind: Pod, metadata: {name: alone, namespace: shop}, spec: {containers: [{name: only}]}}
            - {apiVersion: v1, kind: Pod, metadata: {name: twin, namespace: a}, spec: {containers: [{name: app}]}}
            - {apiVersion: v1, kind: Pod, metadata: {name: twin, namespace: b}, spec: {containers: [{name: app}]}}
            """).With(place, "a line");

        Assert.Equal(address is null ? [] : [address], ObjectFiles.Read(tree.Folder(folder)).Logs.Select(log => log.Address));
    }

    [Theory]
    [InlineData("5", "7", "second")]
    [InlineData("7", "5", "first")]
    [InlineData("9", "10", "second")]
    [InlineData("7", "7", "second")]
    [InlineData("", "7", "second")]
    [InlineData("7", "", "first")]
    [InlineData("", "", "second")]
    public void An_object_in_several_files_is_taken_once_as_it_was_last(string first, string second, string kept)
    {
        var tree = new InputTree().With("1.json", Named("first", first)).With("2.json", Named("second", second));

        var file = Assert.Single(ObjectFiles.Read(tree.Folder(folder)).Objects);

        Assert.Equal(kept, file.Value.Metadata.Labels["is"]);
        Assert.Equal(kept, file.Json.GetProperty("metadata").GetProperty("labels").GetProperty("is").GetString());

        static string Named(string label, string version) =>
            $$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "labels": {"is": "{{label}}"}, "resourceVersion": "{{version}}"} }""";
    }

    [Fact]
    public void A_manifest_beside_the_live_object_does_not_hide_its_state()
    {
        var tree = new InputTree()
            .With("live.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p}, status: {phase: Failed}}")
            .With("manifest.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p}}");

        Assert.Equal("Failed", Assert.IsType<Pod>(Assert.Single(ObjectFiles.Read(tree.Folder(folder)).Objects).Value).Status.Phase);
    }

    [Fact]
    public void An_event_that_both_groups_serve_is_one()
    {
        var tree = new InputTree()
            .With("core.yaml", "{apiVersion: v1, kind: Event, metadata: {name: e, namespace: shop}}")
            .With("events.yaml", "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e, namespace: shop}}");

        Assert.Single(ObjectFiles.Read(tree.Folder(folder)).Objects);
    }

    [Theory]
    [InlineData("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}} {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}}""")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n")]
    public void A_pipe_is_read_by_its_content(string text)
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), InputTree.Gzip(Encoding.UTF8.GetBytes(text)) })
        {
            Assert.Equal(["Pod/a", "Pod/b"], ObjectFiles.Read(new Pipe(bytes), "standard input").Objects.Select(file => file.Value.Ref.Address));
        }
    }

    private ObjectFiles Read(InputTree tree, string form)
    {
        switch (form)
        {
            case "folder":
                return ObjectFiles.Read(tree.Folder(folder));
            case "zip through a pipe":
                return ObjectFiles.Read(new Pipe(tree.Zip()), "standard input");
            case "gzip'd files":
                var root = tree.Folder(folder);
                foreach (var file in Directory.GetFiles(root, "*", SearchOption.AllDirectories))
                {
                    File.WriteAllBytes(file + ".gz", InputTree.Gzip(File.ReadAllBytes(file)));
                    File.Delete(file);
                }

                return ObjectFiles.Read(root);
            default:
                // The name says nothing: what a file is follows from its first bytes.
                var path = Path.Combine(folder, "given");
                File.WriteAllBytes(path, form switch
                {
                    "tar" => tree.Tar(),
                    "gnu.tar" => tree.Tar(TarEntryFormat.Gnu),
                    "tar.gz" => InputTree.Gzip(tree.Tar()),
                    _ => tree.Zip(),
                });
                return ObjectFiles.Read(path);
        }
    }

    /// <summary>Gives a few bytes at a time and cannot go back.</summary>
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 100)]);
    }
}
