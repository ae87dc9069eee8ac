using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:9b7cc10421e5e1b1d5f1fbd7ad4b3dc4c5d6c2b45f6e5d4c3b2a190807060504";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", null, null)]
    [InlineData("nginx:1.25", "docker.io", "library/nginx", "1.25", null)]
    [InlineData("docker.io/nginx", "docker.io", "library/nginx", null, null)]
    [InlineData("index.docker.io/bitnami/redis:7", "docker.io", "bitnami/redis", "7", null)]
    [InlineData("bitnami/redis", "docker.io", "bitnami/redis", null, null)]
    [InlineData("registry-a.example/shop/checkout:1.4.2", "registry-a.example", "shop/checkout", "1.4.2", null)]
    [InlineData("registry-a.example:5000/checkout", "registry-a.example:5000", "checkout", null, null)]
    [InlineData("localhost/checkout:1", "localhost", "checkout", "1", null)]
    [InlineData("LOCALHOST/checkout:1", "localhost", "checkout", "1", null)]
    [InlineData("[::1]:5000/checkout:1", "[::1]:5000", "checkout", "1", null)]
    [InlineData("checkout:5000", "docker.io", "library/checkout", "5000", null)]
    [InlineData("a.example/b@" + Digest, "a.example", "b", null, Digest)]
    [InlineData("a.example/b:1@" + Digest, "a.example", "b", "1", Digest)]
    public void A_reference_is_taken_apart_and_keeps_its_spelling(string text, string registry, string repository, string? tag, string? digest)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal(registry, reference.Registry);
        Assert.Equal(repository, reference.Repository);
        Assert.Equal(tag, reference.Tag);
        Assert.Equal(digest, reference.Digest);
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Nginx")]
    [InlineData("nginx:")]
    [InlineData("nginx:1:2")]
    [InlineData("nginx@sha256:12")]
    [InlineData("https://registry.example/nginx")]
    [InlineData("registry.example/")]
    [InlineData("registry.example//nginx")]
    [InlineData("nginx latest")]
    [InlineData("nginx\n")]
    [InlineData("{{ .Values.image }}")]
    public void What_is_no_reference_is_refused(string? text) => Assert.False(ImageReference.TryParse(text, out _));

    [Theory]
    [InlineData("registry-a.example/shop/checkout:1.4.2", "registry-b.example", "registry-b.example/shop/checkout:1.4.2")]
    [InlineData("registry-a.example:5000/checkout:1@" + Digest, "registry-b.example:80", "registry-b.example:80/checkout:1@" + Digest)]
    [InlineData("nginx:1.25", "mirror.example", "mirror.example/library/nginx:1.25")]
    [InlineData("docker.io/nginx", "mirror.example", "mirror.example/library/nginx")]
    [InlineData("bitnami/redis", "mirror.example/proxy", "mirror.example/proxy/bitnami/redis")]
    [InlineData("registry-a.example/bitnami/redis:7", "docker.io", "docker.io/bitnami/redis:7")]
    public void Another_registry_keeps_repository_tag_and_digest(string text, string registry, string expected) =>
        Assert.Equal(expected, ImageReference.Parse(text).WithRegistry(registry).ToString());

    [Theory]
    [InlineData("registry-a.example", true)]
    [InlineData("localhost", true)]
    [InlineData("mirror:5000", true)]
    [InlineData("mirror", false)]
    [InlineData("registry-a.example/shop", false)]
    [InlineData("-a.example", false)]
    [InlineData("https://a.example", false)]
    public void A_registry_is_a_host_that_a_reference_can_name(string text, bool expected) =>
        Assert.Equal(expected, ImageReference.IsRegistry(text));
}
