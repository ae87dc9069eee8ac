using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Origins;

namespace AiSre.Tests.Remediation.Origins;

public sealed class OriginStatementsTests
{
    private const string Why = "GitHub could not be asked.";

    private static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");

    private static readonly FieldOrigin Field = new() { Object = Checkout, Field = "spec.template.spec.containers[app].image", Before = "a:1", After = "a:2" };

    private static readonly FieldOrigin Committed = Field with
    {
        Commit = new OriginCommit(new string('c', 40), "https://github.example/c", "Ada", "Release 2", DateTimeOffset.UnixEpoch),
        File = "apps/app.yaml",
        Line = 16,
    };

    [Fact]
    public void A_commit_is_said_with_its_author_its_line_and_the_field()
    {
        var origin = OriginStatements.Of([(null, Field, Why), (GitAnswer.Commit, Committed, "")]);

        Assert.Equal(OriginVerdict.Commit, origin.Verdict);
        Assert.Equal("Introduced by commit ccccccc of Ada “Release 2”: apps/app.yaml:16 changed containers[app].image.", origin.Statement);
        Assert.Equal([Committed, Field], origin.Fields);
    }

    [Fact]
    public void An_old_commit_that_was_gone_back_to_is_said_as_one()
    {
        var origin = OriginStatements.Of([(GitAnswer.WentBack, Committed, "The application was taken back.")]);

        Assert.Equal((OriginVerdict.OldCommit, true), (origin.Verdict, origin.HasCommit));
        Assert.StartsWith("It is as commit ccccccc", origin.Statement, StringComparison.Ordinal);
        Assert.EndsWith("The application was taken back.", origin.Statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OriginVerdict.Cluster, true)]
    [InlineData(OriginVerdict.Unknown, false)]
    public void Without_a_commit_it_says_why(OriginVerdict verdict, bool isSame)
    {
        var origin = OriginStatements.Of([(isSame ? GitAnswer.SameInGit : null, Field, Why)]);

        Assert.Equal((verdict, $"containers[app].image of Deployment/shop/checkout changed since it was last well. {Why}"), (origin.Verdict, origin.Statement));
    }

    [Theory]
    [InlineData("", "Nothing about Deployment/shop/checkout has changed since it was last well: no commit introduced this.")]
    [InlineData("spec.replicas", "What has changed about Deployment/shop/checkout since it was last well (spec.replicas) does not explain this: no commit introduced it.")]
    public void That_no_change_brought_it_is_said_too(string changed, string statement)
    {
        ImmutableArray<DatedChange> changes = changed.Length == 0 ? [] : [new(new FieldChange(changed, "1", "2"), DateTimeOffset.UnixEpoch, null)];

        Assert.Equal(statement, OriginStatements.NothingExplains([new(new ObjectChanges(Checkout, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, changes), null)]).Statement);
    }
}
