using System.Diagnostics;
using AiSre.Diagnosis.Model;

namespace AiSre.Tests.Diagnosis.Model;

public class AnswerReaderTests
{
    [Fact]
    public void The_first_object_with_claims_is_the_answer() =>
        Assert.Equal("b", AnswerReader.Read("""{"a":1} then {"claims":[],"statement":"b"} or {"claims":[],"statement":"c"}""")!.Statement);

    [Fact]
    public void Half_a_character_is_no_answer_and_no_exception() =>
        Assert.Null(AnswerReader.Read("""{"claims":[],"statement":"\ud83d"}"""));

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":")]
    [InlineData("{\"claims\":[{\"statement\":\"")]
    [InlineData("{\"claims\":1}")]
    public void An_answer_written_to_be_slow_is_not(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 256 * 1024 / repeated.Length));
        var clock = Stopwatch.StartNew();

        Assert.Null(AnswerReader.Read(text));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
