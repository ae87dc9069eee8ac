using AiSre.Remediation.Proposals;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Proposals;

public sealed class PullRequestTemplateTests
{
    [Theory]
    [InlineData(".github/PULL_REQUEST_TEMPLATE.md", true)]
    [InlineData("pull_request_template.txt", true)]
    [InlineData("docs/Pull_Request_Template", true)]
    [InlineData("other/pull_request_template.md", false)]
    [InlineData(".github/PULL_REQUEST_TEMPLATE/release.md", false)]
    public async Task It_is_where_GitHub_looks_for_it(string path, bool isFound)
    {
        var tree = new MemoryTree { [path] = "- [ ] Read\n" };

        Assert.Equal(isFound ? "- [ ] Read\n" : null, await PullRequestTemplate.ReadAsync(tree, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_of_no_sensible_length_is_not_read()
    {
        var tree = new MemoryTree { ["pull_request_template.md"] = "x" };
        tree.Sizes["pull_request_template.md"] = 100_000_000;

        Assert.Null(await PullRequestTemplate.ReadAsync(tree, TestContext.Current.CancellationToken));
        Assert.Empty(tree.Read);
    }

    [Fact]
    public void AiSres_text_stands_above_it_or_where_it_says()
    {
        Assert.Equal("Body\n\n---\n\n- [ ] Read\n", PullRequestTemplate.Around("Body\n", "\n- [ ] Read\n"));
        Assert.Equal("## Why\nBody\n## Done\n", PullRequestTemplate.Around("Body\n", "## Why\n<!-- aisre -->\n## Done\n"));
        Assert.Equal("Body", PullRequestTemplate.Around("Body", " \n"));
    }

    [Fact]
    public void What_GitHub_would_not_take_leaves_the_template_out() =>
        Assert.Equal("Body", PullRequestTemplate.Around("Body", new string('x', PullRequestTemplate.LongestText)));
}
