namespace AiSre.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0.4, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(60, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(273600, "3 d 4 h")]
    public void A_time_is_told_in_two_units_at_most(double seconds, string words) =>
        Assert.Equal(words, Duration.Words(TimeSpan.FromSeconds(seconds)));
}
