using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters;

/// <summary>Which applications are understood without knowing the others.</summary>
public sealed class PlainSourcesTests
{
    [Theory]
    [InlineData("""{"spec":{"source":{"path":"a"}},"status":{"sourceType":"Directory"}}""", true)]
    [InlineData("""{"spec":{"source":{"path":"a"}},"status":{"sourceType":"Kustomize"}}""", true)]
    [InlineData("""{"spec":{"source":{"path":"a"}},"status":{"sourceType":"Helm"}}""", false)]
    [InlineData("""{"spec":{"source":{"path":"a"}},"status":{}}""", false)]
    [InlineData("""{"spec":{"source":{"path":"a"}}}""", false)]
    [InlineData("""{"spec":{"source":{"path":"a","kustomize":{"images":["web:2"]}}},"status":{"sourceType":"Kustomize"}}""", false)]
    [InlineData("""{"spec":{"source":{"path":"a","helm":{"values":"a: 1"}}},"status":{"sourceType":"Directory"}}""", false)]
    [InlineData("""{"spec":{"sources":[{"path":"a"},{"path":"b"}]},"status":{"sourceTypes":["Directory","Kustomize"]}}""", true)]
    [InlineData("""{"spec":{"sources":[{"path":"a"},{"path":"b"}]},"status":{"sourceTypes":["Directory","Helm"]}}""", false)]
    [InlineData("""{"spec":{"sources":[{"path":"a"},{"ref":"values"}]},"status":{"sourceTypes":["Directory","Directory"]}}""", false)]
    public void Only_plain_manifests_and_kustomizations_without_settings_of_the_application_are_plain(string json, bool plain) =>
        Assert.Equal(plain, ((Application)ObjectReader.Read($$"""{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"shop"},{{json[1..]}}""")!).HasPlainSources);
}
