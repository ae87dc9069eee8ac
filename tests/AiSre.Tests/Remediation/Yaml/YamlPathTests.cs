using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Yaml;

public sealed class YamlPathTests
{
    [Theory]
    [InlineData("spec.template.spec.containers[0].image")]
    [InlineData("metadata.annotations[\"example.com/a.b\"]")]
    [InlineData("[0][1].a")]
    [InlineData("a[\"\"][\"x\\\"y\"].é")]
    [InlineData("")]
    public void A_path_is_written_as_it_is_read(string text) => Assert.Equal(text, YamlPath.Parse(text).ToString());

    [Theory]
    [InlineData("[\"a.b\", 0, \"c\"]", "[\"a.b\"][0].c")]
    [InlineData("['a.b'].c", "[\"a.b\"].c")]
    [InlineData("[\"a\"].b", "a.b")]
    [InlineData("[0]", "[0]")]
    public void Json_and_quotes_are_read_too(string text, string expected) => Assert.Equal(expected, YamlPath.Parse(text).ToString());

    [Theory]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[b]")]
    [InlineData("a[-1]")]
    [InlineData("a[\"b]")]
    [InlineData("a[\"\\q\"]")]
    [InlineData("[1.5]")]
    [InlineData("[{}]")]
    public void What_is_no_path_is_refused(string text) => Assert.Throws<FormatException>(() => YamlPath.Parse(text));
}
