using AiSre.Components.Incidents.Proof;
using AiSre.Diagnosis;

namespace AiSre.Tests.Components.Incidents;

public class QuoteFinderTests
{
    private const string Event =
        """{"reason":"Failed","count":6,"message":"Failed to pull image \"registry-a/app:1\": connection refused","list":[{"a":1}]}""";

    [Theory]
    [InlineData("connection refused", "connection refused")]
    [InlineData("Failed to pull image \"registry-a/app:1\"", "Failed to pull image \\\"registry-a/app:1\\\"")]
    [InlineData("reason: Failed", "\"reason\": \"Failed")]
    [InlineData("\"reason\":\"Failed\"", "\"reason\": \"Failed\"")]
    [InlineData("count: 6", "\"count\": 6")]
    [InlineData("[{\"a\":1}]", "[\n    {\n      \"a\": 1\n    }\n  ]")]
    public void A_quotation_that_the_checker_accepts_is_marked_where_it_stands(string quote, string marked)
    {
        Assert.True(Quotations.Contains(Event, quote));
        var shown = QuoteFinder.Show(Event);

        Assert.Equal(marked, shown[QuoteFinder.Find(shown, quote)!.Value]);
    }

    [Fact]
    public void Words_that_are_not_there_are_not_marked()
    {
        Assert.Null(QuoteFinder.Find(QuoteFinder.Show(Event), "connection reset"));
        Assert.Null(QuoteFinder.Find("text", " "));
    }

    [Fact]
    public void A_log_is_shown_without_terminal_colours()
    {
        Assert.Equal("ERROR no route", QuoteFinder.Show("\u001b[31mERROR\u001b[0m no route"));
    }

    [Fact]
    public void What_only_begins_like_json_is_shown_as_it_is()
    {
        Assert.Equal("[main] started", QuoteFinder.Show("[main] started"));
    }

    [Fact]
    public void Signs_of_regular_expressions_are_plain_text()
    {
        Assert.Null(QuoteFinder.Find("aaaa", "a.a*"));
        Assert.Equal(0..4, QuoteFinder.Find("a.a*", "a.a*"));
    }
}
