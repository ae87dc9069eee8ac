using System.Text.Json;
using AiSre.Incidents.Alerts;

namespace AiSre.Tests.Incidents.Alerts;

public sealed class JsonPathTests
{
    private static readonly JsonElement Body = JsonDocument.Parse(
        """{"data": {"items": [{"name": "a", "n": 1}, {"name": "b\u0000"}, [true]], "none": null}}""").RootElement;

    [Theory]
    [InlineData("data.items[*].name", "a|b\uFFFD")]
    [InlineData("$.data.items[0].name", "a")]
    [InlineData("data.items[0].n", "1")]
    [InlineData("data.items[2][0]", "true")]
    [InlineData("data.items[7].name", "")]
    [InlineData("data.none", "")]
    [InlineData("data.items.name", "")]
    [InlineData("nothing.here", "")]
    public void A_path_leads_to_what_is_there(string path, string found) =>
        Assert.Equal(found, string.Join('|', JsonPath.Parse(path).Select(Body).Select(JsonPath.TextOf).OfType<string>()));

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    public void The_empty_path_is_the_value_itself(string path) => Assert.Equal(JsonValueKind.Object, Assert.Single(JsonPath.Parse(path).Select(Body)).ValueKind);

    [Theory]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[1")]
    [InlineData("a[1]b")]
    [InlineData(".a")]
    public void What_is_no_path_is_refused(string path)
    {
        Assert.False(JsonPath.TryParse(path, out _));
        Assert.Throws<FormatException>(() => JsonPath.Parse(path));
    }
}
