using AiSre.Runbooks;
using AiSre.Runbooks.Importing;
using FsCheck.Xunit;

namespace AiSre.Tests.Runbooks;

public sealed class PlainRunbookTests
{
    private const string Plain = """
        # Pods of the shop are killed

        ## General
        The shop runs in three regions.

        ## Symptoms
        `kubectl get pods` shows OOMKilled, and the alert KubePodCrashLooping fires.

        ```
        # Symptoms of something else
        ```

        ## Resolution:
        Raise the limit.
        """;

    [Fact]
    public void A_plain_text_becomes_prose_with_a_proposal_for_its_symptom()
    {
        var imported = PlainRunbook.Convert(Plain, "ShopMemory.md");

        var runbook = RunbookParser.Parse(imported.Text).Runbook!;
        Assert.Equal(("shop-memory", "Pods of the shop are killed", "nobody yet"), (runbook.Id, runbook.Title, runbook.Owner));
        Assert.False(runbook.CanAct);
        Assert.Null(runbook.Symptom);
        Assert.Contains("# symptom:\n#   cause: OutOfMemoryKilled\n#   alert: KubePodCrashLooping\n---", imported.Text);
        Assert.Contains("OOMKilled", runbook.Section("Symptom"), StringComparison.Ordinal);
        Assert.Equal("Raise the limit.", runbook.Section("Solution"));
        Assert.Contains("# Symptoms of something else", imported.Text);
        Assert.Equal(
            ["Nobody is named who keeps it right; set 'owner'.", "The section 'Symptoms' is called 'Symptom'.", "The section 'Resolution' is called 'Solution'.",
             "A symptom is proposed as a comment in the front matter; take what is right of it."],
            imported.Notes);
    }

    [Fact]
    public void What_is_proposed_can_be_taken_as_it_is()
    {
        var taken = PlainRunbook.Convert(Plain, "a.md").Text.Replace("# It guides people only. To have AiSre choose it, take what is right of this:\n", "", StringComparison.Ordinal)
            .Replace("# symptom:\n#   cause: OutOfMemoryKilled\n#   alert", "symptom:\n  cause: OutOfMemoryKilled\n  alert", StringComparison.Ordinal);

        Assert.Empty(RunbookParser.Parse(taken).Errors);
    }

    [Fact]
    public void A_skill_keeps_its_name_and_description()
    {
        var imported = PlainRunbook.Convert("---\nname: drain-node\ndescription: How to drain a node, \"safely\".\nallowed-tools: [bash]\n---\nCordon it first.\n", "SKILL.md");

        var runbook = RunbookParser.Parse(imported.Text).Runbook!;
        Assert.Equal(("drain-node", "drain-node"), (runbook.Id, runbook.Title));
        Assert.StartsWith("# drain-node\n\nHow to drain a node, \"safely\".\n\nCordon it first.", runbook.Body, StringComparison.Ordinal);
        Assert.Contains("'allowed-tools' of its front matter was left out, since it is no single value.", imported.Notes);
    }

    [Fact]
    public void A_runbook_stays_as_it_is()
    {
        var imported = PlainRunbook.Convert(RunbookTexts.Override, "x.md");

        Assert.Equal(RunbookTexts.Override, imported.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n: [\n---\ntext")]
    [InlineData("---\na: &a [*a]\n---\n")]
    [InlineData("# \n## \n#\n")]
    [InlineData("\uFEFF---\nname: \"\\\"\"\n---\n\r\n# “Title” \\ with: everything #")]
    public void Whatever_is_given_a_runbook_comes_of_it(string text) => Assert.Empty(RunbookParser.Parse(PlainRunbook.Convert(text, "???.md").Text).Errors);

    [Property]
    public bool Any_text_becomes_a_valid_runbook(string text, string fileName) =>
        RunbookParser.Parse(PlainRunbook.Convert(text ?? "", fileName ?? "").Text).IsValid;
}
