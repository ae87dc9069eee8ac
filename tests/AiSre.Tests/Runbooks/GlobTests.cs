using System.IO.Enumeration;
using AiSre.Runbooks;

namespace AiSre.Tests.Runbooks;

public sealed class GlobTests
{
    [Fact]
    public void Every_short_pattern_means_what_it_says()
    {
        var values = Texts("abA", 4).Where(value => value.Length > 0).ToList();
        foreach (var pattern in Texts("ab*?", 4).Where(pattern => pattern.AsSpan().IndexOfAny('*', '?') >= 0))
        {
            var glob = new Glob(pattern);
            foreach (var value in values)
            {
                Assert.Equal((pattern, value, FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false)), (pattern, value, glob.Matches(value)));
                Assert.Equal((pattern, value, FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true)), (pattern, value, glob.Matches(value, ignoreCase: true)));
            }
        }
    }

    [Theory]
    [InlineData("prod-*", "prod-", true)]
    [InlineData("prod-*-eu", "prod-eu", false)]
    [InlineData("prod-*-eu", "prod--eu", true)]
    [InlineData("*", "", true)]
    [InlineData("shop", "shop", true)]
    [InlineData("shop", "Shop", false)]
    [InlineData("a\\b", "a\\b", true)]
    public void A_star_stands_for_any_characters_and_nothing_is_read_twice(string pattern, string value, bool expected) =>
        Assert.Equal(expected, new Glob(pattern).Matches(value));

    private static IEnumerable<string> Texts(string letters, int longest) =>
        longest == 0 ? [""] : Texts(letters, longest - 1).SelectMany(text => text.Length == longest - 1 ? letters.Select(letter => text + letter).Prepend(text) : [text]);
}
