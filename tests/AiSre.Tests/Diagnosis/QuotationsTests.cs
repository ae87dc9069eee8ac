using AiSre.Diagnosis;

namespace AiSre.Tests.Diagnosis;

public class QuotationsTests
{
    private const string Pod = """
        {"kind":"Pod","status":{"containerStatuses":[{"restartCount":3,"state":{"waiting":{"reason":"ImagePullBackOff",
        "message":"Back-off pulling image \"a.example/shop:1\"\nsee events"}}}]}}
        """;

    [Theory]
    [InlineData("ImagePullBackOff")]
    [InlineData("\"reason\": \"ImagePullBackOff\"")]
    [InlineData("\"waiting\": { \"reason\": \"ImagePullBackOff\"")]
    [InlineData("reason: ImagePullBackOff")]
    [InlineData("restartCount: 3")]
    [InlineData("pulling image \"a.example/shop:1\" see events")]
    [InlineData("  Back-off   pulling image ")]
    public void Words_of_an_object_are_found_whatever_the_white_space_and_escapes(string quote) =>
        Assert.True(Quotations.Contains(Pod, quote));

    [Theory]
    [InlineData("ErrImagePull")]
    [InlineData("imagepullbackoff")]
    [InlineData("restartCount: 4")]
    [InlineData("ImagePullBackOff Back-off pulling")]
    [InlineData("")]
    [InlineData(" \n ")]
    public void What_the_object_does_not_say_is_not_found(string quote) => Assert.False(Quotations.Contains(Pod, quote));

    [Fact]
    public void Words_over_two_lines_of_a_log_are_found() =>
        Assert.True(Quotations.Contains("a\r\nconnection refused\r\n\tat Main\r\n", "connection refused at Main"));

    [Fact]
    public void Terminal_colours_do_not_hide_words() =>
        Assert.True(Quotations.Contains("\u001b[31mFATAL\u001b[0m no route to host", "FATAL no route to host"));

    [Fact]
    public void A_decoded_string_of_one_JSON_log_line_is_found()
    {
        const string log = "starting\n{\"level\":\"error\",\"msg\":\"open \\\"/data\\\": denied\"}\n";

        Assert.True(Quotations.Contains(log, "open \"/data\": denied"));
        Assert.True(Quotations.Contains(log, "level: error"));
        Assert.False(Quotations.Contains(log, "error open"));
    }

    [Fact]
    public void Text_that_only_begins_like_JSON_is_searched_as_text() =>
        Assert.True(Quotations.Contains("{oops not json", "oops not"));

    [Fact]
    public void Half_a_surrogate_pair_is_no_obstacle()
    {
        const string log = """{"msg":"cut off \ud83d","level":"fatal","retry":true}""";

        Assert.True(Quotations.Contains(log, "level: fatal"));
        Assert.True(Quotations.Contains(log, "retry: true"));
    }
}
