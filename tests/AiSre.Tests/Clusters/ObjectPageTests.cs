using System.Text;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Tests.Clusters;

/// <summary>Pages of lists, as they come in pieces off the wire.</summary>
public sealed class ObjectPageTests
{
    /// <summary>Larger than any buffer that the reader begins with.</summary>
    private const int Count = 1000;

    public static TheoryData<string> Kinds { get; } = [.. ObjectKinds.All.Select(kind => kind.ToString())];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_page_that_comes_in_pieces_is_read_whole(string name)
    {
        var kind = ObjectKinds.All.Single(kind => kind.ToString() == name);
        var items = Enumerable.Range(0, Count).Select(number => $$$$"""
            {"metadata": {"name": "n{{{{number}}}}", "namespace": "shop", "resourceVersion": "7", "creationTimestamp": {"no": "time"},
              "labels": {"app": "checkout", "odd": {"nested": [1, 2]}}, "managedFields": [{"fieldsV1": {"f:metadata": {}}}],
              "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "odd": {"nested": [1, 2]}, "deployment.kubernetes.io/revision": "3"}}}
            """);
        var json = $$"""{"kind": "List", "metadata": {"resourceVersion": "9", "continue": ["no", "text"]}, "items": [{{string.Join(",", items)}}]}""";
        using var stream = new Pieces(Encoding.UTF8.GetBytes(json));

        using var page = await PageBytes.ReadAsync(stream, TestContext.Current.CancellationToken);
        var (meta, read) = kind.ReadPage(page.Span);

        Assert.Equal(("9", "", Count), (meta.ResourceVersion, meta.Continue, read.Count));
        Assert.All(read, item => Assert.Equal("3", Assert.Single(item.Metadata.Annotations).Value));
        Assert.Equal("n999", read[^1].Metadata.Name);
    }

    [Fact]
    public void A_page_of_the_wrong_shape_says_where()
    {
        var json = """{"metadata": {}, "items": [{"metadata": {"name": "a"}}, {"metadata": "what?"}]}"""u8.ToArray();
        var failure = Assert.Throws<JsonException>(() => ObjectKinds.Pod.ReadPage(json));
        Assert.Equal("$.items[1].metadata", failure.Path);
    }

    [Theory]
    [InlineData("""{"kind": "PodList", "metadata": {"resourceVersion": "9", "continue": "next"}, "items": []}""", "next")]
    [InlineData("""{"kind": {"odd": [1]}, "metadata": {"continue": ""}, "items": []}""", "")]
    [InlineData("""{"items": [], "metadata": {"continue": "next"}}""", null)]
    [InlineData("[]", null)]
    [InlineData("{}", null)]
    public async Task The_metadata_is_known_early_where_it_comes_first(string json, string? expected)
    {
        using var stream = new Pieces(Encoding.UTF8.GetBytes(json));
        using var page = await PageBytes.ReadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal(expected, page.PeekMeta()?.Continue);
    }

    /// <summary>Gives at most seven KiB at a time, as a network does.</summary>
    private sealed class Pieces(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7 * 1024)], cancellationToken);
    }
}
