using AiSre.GitHub.Standing;

namespace AiSre.Tests.GitHub;

public sealed class CodeOwnersTests
{
    [Theory]
    [InlineData("*", "apps/web/a.yaml", true)]
    [InlineData("*.yaml", "apps/web/a.yaml", true)]
    [InlineData("*.yaml", "apps/web/a.yml", false)]
    [InlineData("/apps/", "apps/web/a.yaml", true)]
    [InlineData("/apps/", "other/apps/a.yaml", false)]
    [InlineData("apps/", "other/apps/a.yaml", true)]
    [InlineData("apps", "other/apps/a.yaml", true)]
    [InlineData("apps", "other/apps-more/a.yaml", false)]
    [InlineData("apps/web", "apps/web/deep/a.yaml", true)]
    [InlineData("apps/web", "other/apps/web/a.yaml", false)]
    [InlineData("docs/*", "docs/a.md", true)]
    [InlineData("docs/*", "docs/more/a.md", false)]
    [InlineData("apps/**", "apps/web/deep/a.yaml", true)]
    [InlineData("**/overlays", "apps/web/overlays/a.yaml", true)]
    [InlineData("apps/**/a.yaml", "apps/a.yaml", true)]
    [InlineData("apps/**/a.yaml", "apps/web/deep/a.yaml", true)]
    [InlineData("a?.yaml", "x/ab.yaml", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("my\\ apps/", "my apps/a.yaml", true)]
    public void A_pattern_owns_what_GitHub_says(string pattern, string path, bool isOwned) =>
        Assert.Equal(isOwned ? ["@acme/platform"] : [], CodeOwners.Parse($"{pattern} @acme/platform\n").Of(path).Owners);

    [Fact]
    public void The_last_line_that_fits_decides_and_may_take_the_owner_away()
    {
        var owners = CodeOwners.Parse(
            """
            # Everything
            *            @acme/everyone
            /apps/       @acme/platform anna@example.com  # both
            /apps/free/
            !/apps/web   @nobody
            [a-z].yaml   @nobody
            """);

        Assert.Equal(["@acme/everyone"], owners.Of("README.md").Owners);
        Assert.Equal(["@acme/platform", "anna@example.com"], owners.Of("apps/web/a.yaml").Owners);
        Assert.Empty(owners.Of("apps/free/a.yaml").Owners);
    }

    [Fact]
    public void A_text_of_no_sense_owns_nothing_and_takes_no_time() =>
        Assert.Empty(CodeOwners.Parse(string.Concat(Enumerable.Repeat("**/*a**/*a**/*a**/*a**b @x\n", 2_000))).Of(new string('a', 5_000)).Owners);
}
