using AiSre.Clusters.Objects;
using AiSre.Remediation.Origins;

namespace AiSre.Tests.Remediation.Origins;

/// <summary>Which two commits an application was synced to before and with a change.</summary>
public sealed class RevisionRangeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly (int Minute, string Commit)[] History = [(-60, "a"), (-30, "b"), (0, "c"), (30, "d")];

    [Theory]
    [InlineData("the sync that ended with the change, and the one before", 0, null, null, "b", "c")]
    [InlineData("a change in the middle of a sync belongs to it", -1, null, null, "b", "c")]
    [InlineData("what is on record counts first", 0, "a", "d", "a", "d")]
    [InlineData("nothing was synced", 0, "c", "c", "c", "c")]
    [InlineData("after the last sync, the current one", 45, null, null, "c", "d")]
    [InlineData("before the first sync there is nothing", -90, null, null, null, null)]
    [InlineData("only where it came to is on record", 0, null, "c", "b", "c")]
    public void One_source_has_one_range(string why, int minute, string? recordedFrom, string? recordedTo, string? from, string? to)
    {
        var ranges = RevisionRange.Of(Application([Source], History), Sha(recordedFrom), Sha(recordedTo), Noon.AddMinutes(minute).AddMilliseconds(300));

        Assert.Equal(from is null ? [] : [(Sha(from)!, Sha(to)!)], ranges.Select(range => (range.From, range.To)));
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_sync_of_the_same_commit_again_is_no_other_revision()
    {
        var range = Assert.Single(RevisionRange.Of(Application([Source], (-60, "a"), (-5, "b"), (0, "b")), null, null, Noon));

        Assert.Equal((Sha("a"), Sha("b")), (range.From, range.To));
    }

    [Fact]
    public void Several_sources_have_a_range_each_and_charts_from_elsewhere_have_none()
    {
        ApplicationSource[] sources = [Source, new() { RepoUrl = "https://charts.example", Chart = "shop" }, new() { RepoUrl = "https://github.example/shop/values", RefName = "values" }];
        var application = new Application
        {
            Spec = new() { Sources = sources },
            Status = new()
            {
                History =
                [
                    new() { DeployedAt = Noon.AddHours(-1), Revisions = [Sha("a")!, "1.2.3", Sha("x")!] },
                    new() { DeployedAt = Noon, Revisions = [Sha("a")!, "1.2.4", Sha("y")!] },
                ],
            },
        };

        Assert.Equal(
            [("https://github.example/shop/deploy", Sha("a"), Sha("a")), ("https://github.example/shop/values", Sha("x"), Sha("y"))],
            RevisionRange.Of(application, Sha("p"), Sha("q"), Noon).Select(range => (range.Source.RepoUrl, (string?)range.From, (string?)range.To)));
    }

    private static ApplicationSource Source { get; } = new() { RepoUrl = "https://github.example/shop/deploy", Path = "apps" };

    private static Application Application(ApplicationSource[] sources, params (int Minute, string Commit)[] history) => new()
    {
        Spec = new() { Source = sources[0] },
        Status = new()
        {
            Sync = new() { Revision = Sha(history[^1].Commit)! },
            History = [.. history.Select(one => new ApplicationDeployment { DeployedAt = Noon.AddMinutes(one.Minute), Revision = Sha(one.Commit)! })],
        },
    };

    // Any letters will do for a name; a commit has 40 digits.
    private static string? Sha(string? name) => name is null ? null : Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(name)).PadRight(40, '0');
}
