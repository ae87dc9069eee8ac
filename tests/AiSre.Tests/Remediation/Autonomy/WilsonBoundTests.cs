using AiSre.Remediation.Autonomy;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AiSre.Tests.Remediation.Autonomy;

public sealed class WilsonBoundTests
{
    // The lower limits of the score interval as statistics packages give them (R: prop.test(x, n, correct = FALSE)).
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(1, 1, 0.2065)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(15, 15, 0.7961)]
    [InlineData(16, 16, 0.8064)]
    [InlineData(8, 10, 0.4902)]
    [InlineData(81, 263, 0.2553)]
    public void Is_the_lower_limit_of_the_score_interval(int successes, int tries, double bound) =>
        Assert.Equal(bound, WilsonBound.Lower(successes, tries), 4);

    [Property]
    public Property Never_exceeds_the_share_and_grows_with_every_success() => Prop.ForAll(
        Gen.Choose(0, 500).SelectMany(tries => Gen.Choose(0, tries).Select(successes => (successes, tries))).ToArbitrary(),
        pair =>
        {
            var bound = WilsonBound.Lower(pair.successes, pair.tries);
            return bound is >= 0 and <= 1
                && bound <= (pair.tries == 0 ? 0 : (double)pair.successes / pair.tries)
                && WilsonBound.Lower(pair.successes + 1, pair.tries + 1) > bound
                && WilsonBound.Lower(pair.successes, pair.tries + 1) <= bound;
        });

    [Fact]
    public void More_successes_than_tries_are_a_mistake() => Assert.Throws<ArgumentOutOfRangeException>(() => WilsonBound.Lower(2, 1));
}
