using AiSre.Components.Incidents.Decisions;
using AiSre.GitHub.Standing;
using Bunit;

namespace AiSre.Tests.Components.Incidents;

public sealed class StandingViewTests : PageTest
{
    private static readonly PullRequestStanding Clear = new([], [], false, null);

    [Fact]
    public void Nothing_to_say_takes_no_room() =>
        Assert.Equal("", Render<StandingView>(parameters => parameters.Add(view => view.Standing, Clear)).Markup.Trim());

    [Fact]
    public void What_is_waited_for_who_reviewed_and_who_owns_it_are_told()
    {
        var standing = new PullRequestStanding(
            [new(MergeWaitKind.FailedCheck, "The required check test failed."), new(MergeWaitKind.Review, "It waits for 1 approving review.")],
            [new("ben", ReviewVerdict.ChangesRequested, "<b>Too\u202E much.</b>", "0ld", DateTimeOffset.UtcNow)],
            false,
            "ada");

        var view = Render<StandingView>(parameters => parameters
            .Add(component => component.Standing, standing)
            .Add(component => component.HeadSha, "new")
            .Add(component => component.Owners, [new("a.yaml", ["@acme/web"]), new("b.yaml", ["@acme/web"])]));

        Assert.Equal(["The required check test failed.", "It waits for 1 approving review."], view.FindAll("li span").Select(item => item.TextContent));
        Assert.Contains("ben asked for changes", view.Find(".review").TextContent);
        Assert.Contains("an earlier commit", view.Find(".review").TextContent);
        Assert.Equal("<b>Too\\u202E much.</b>", view.Find("blockquote").TextContent);
        Assert.Equal(("@acme/web", "a.yaml, b.yaml"), (view.Find("dt").TextContent, view.Find("dd").TextContent));
        Assert.Contains("ada has told GitHub", view.Markup);
    }
}
