using AiSre.Components.Editing;

namespace AiSre.Tests.Components.Editing;

public sealed class BrowserTextTests
{
    private readonly BrowserText _text = new();

    public BrowserTextTests()
    {
        _text.Replace("one two three");
        _text.Restart();
    }

    [Fact]
    public void A_difference_is_taken_over()
    {
        Assert.True(_text.Apply(1, 4, 3, "2", 11));
        Assert.True(_text.Apply(2, 0, 0, "0 ", 13));

        Assert.Equal("0 one 2 three", _text.Text);
    }

    [Theory]
    [InlineData(2, 4, 3, "2", 11)]
    [InlineData(0, 4, 3, "2", 11)]
    [InlineData(1, 4, 3, "2", 12)]
    [InlineData(1, 12, 3, "2", 11)]
    [InlineData(1, -1, 3, "2", 11)]
    public void A_difference_to_another_text_changes_nothing(int sequence, int start, int removed, string inserted, int length)
    {
        Assert.False(_text.Apply(sequence, start, removed, inserted, length));
        Assert.Equal("one two three", _text.Text);
    }

    [Fact]
    public void After_a_text_of_the_server_s_all_of_it_is_asked_for_once()
    {
        _text.Replace("four five");

        Assert.False(_text.Apply(1, 4, 3, "2", 5));
        Assert.True(_text.Apply(2, 0, -1, "four", 4));
        Assert.True(_text.Apply(3, 4, 0, "!", 5));
        Assert.Equal("four!", _text.Text);
    }

    [Fact]
    public void What_a_text_area_tells_gets_the_line_ends_that_the_text_had()
    {
        _text.Replace("a\r\nb\r\n");

        _text.Type("a\nc\n");

        Assert.Equal("a\r\nc\r\n", _text.Text);
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData("a\nb\n", false, true)]
    [InlineData("a\r\nb\r\n", true, true)]
    [InlineData("a\r\nb\r\nc\n", true, false)]
    [InlineData("a\nb\r\n", false, false)]
    [InlineData("a\rb\n", false, false)]
    public void Line_ends_are_those_of_most_lines(string text, bool isCrLf, bool areAlike) =>
        Assert.Equal(new LineEnds(isCrLf, areAlike), LineEnds.Of(text));
}
