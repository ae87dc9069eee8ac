using AiSre.Clusters.Objects;
using AiSre.Remediation.Verification;
using AiSre.Tests.Remediation.Charts;

namespace AiSre.Tests.Remediation.Verification;

public sealed class SyncedRevisionsTests
{
    private static readonly ApplicationSource Deploy = new() { RepoUrl = "https://github.example/shop/deploy.git" };
    private static readonly ApplicationSource Config = new() { RepoUrl = "https://github.example/shop/config" };

    [Fact]
    public void Of_one_source_there_is_one_revision() =>
        Assert.Equal(["a"], SyncedRevisions.Of(ChartFixture.Application("checkout", Deploy), "https://github.example/shop/deploy", "a", []));

    [Fact]
    public void Of_several_sources_those_of_the_changed_repository_count() =>
        Assert.Equal(["b"], SyncedRevisions.Of(ChartFixture.Application("checkout", Deploy, Config), "https://github.example/shop/config", "", ["a", "b"]));

    [Fact]
    public void A_change_that_another_application_brings_has_no_revision_here() =>
        Assert.Empty(SyncedRevisions.Of(ChartFixture.Application("checkout", Deploy), "https://github.example/platform/apps", "a", []));

    [Theory]
    [InlineData("hydrated", "dry")]
    [InlineData("older", "")]
    public void What_a_hydrated_application_was_made_from_counts(string synced, string expected)
    {
        var application = ChartFixture.Application("checkout") with
        {
            Spec = new ApplicationSpec { SourceHydrator = new SourceHydrator { DrySource = Deploy, SyncSource = new HydratedSource { TargetBranch = "env/prod" } } },
            Status = new ApplicationStatus { SourceHydrator = new HydratorStatus { LastSuccessfulOperation = new HydratedRevision { DrySha = "dry", HydratedSha = "hydrated" } } },
        };

        Assert.Equal([expected], SyncedRevisions.Of(application, "https://github.example/shop/deploy", synced, []));
    }
}
