using System.Text;
using AiSre.Clusters.Objects.Files;

namespace AiSre.Tests.Clusters;

public sealed class YamlToJsonTests
{
    [Theory]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: 'true'", """{"a":"true"}""")]
    [InlineData("a: !!str 1", """{"a":"1"}""")]
    [InlineData("a: 010", """{"a":10}""")]
    [InlineData("a: 0o10", """{"a":8}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 1_000", """{"a":"1_000"}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: .5", """{"a":0.5}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: .inf", """{"a":".inf"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: 2026-03-01T12:00:00Z", """{"a":"2026-03-01T12:00:00Z"}""")]
    [InlineData("1: x", """{"1":"x"}""")]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("- 1\n- [a, {b: c}]", """[1,["a",{"b":"c"}]]""")]
    public void Types_are_those_of_YAML_1_2(string yaml, string json) => Assert.Equal(json, Assert.Single(Read(yaml)));

    [Fact]
    public void Documents_before_a_broken_one_are_kept()
    {
        var problems = new List<string>();
        Assert.Single(YamlToJson.Documents("a: 1\n---\nb: {{ .Values.x }}\n", problems.Add));
        Assert.Contains("line 3", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: *nowhere")]
    [InlineData("a: &a [*a]")]
    public void What_means_nothing_is_refused(string yaml)
    {
        var problems = new List<string>();
        Assert.Empty(YamlToJson.Documents(yaml, problems.Add));
        Assert.Single(problems);
    }

    [Fact]
    public void Aliases_of_aliases_do_not_fill_the_memory()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var problems = new List<string>();
        Assert.Empty(YamlToJson.Documents(bomb.ToString(), problems.Add));
        Assert.Contains("aliases expand to too much", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Read(string yaml) =>
        YamlToJson.Documents(yaml, problem => Assert.Fail(problem)).Select(document => Encoding.UTF8.GetString(document));
}
