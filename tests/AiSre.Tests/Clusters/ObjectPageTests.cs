using System.Text;
using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters;

/// <summary>A page arrives in pieces. What reads one object must also read it while the rest of the page is still on its way.</summary>
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
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));

        var (meta, read) = await kind.ReadPageAsync(stream, TestContext.Current.CancellationToken);

        Assert.Equal(("9", "", Count), (meta.ResourceVersion, meta.Continue, read.Count));
        Assert.All(read, item => Assert.Equal("3", Assert.Single(item.Metadata.Annotations).Value));
        Assert.Equal("n999", read[^1].Metadata.Name);
    }

    [Fact]
    public async Task A_page_of_the_wrong_shape_says_where()
    {
        using var stream = new MemoryStream("""{"metadata": {}, "items": [{"metadata": {"name": "a"}}, {"metadata": "what?"}]}"""u8.ToArray());
        var failure = await Assert.ThrowsAsync<JsonException>(() => ObjectKinds.Pod.ReadPageAsync(stream, TestContext.Current.CancellationToken));
        Assert.Equal("$.items[1].metadata", failure.Path);
    }
}
