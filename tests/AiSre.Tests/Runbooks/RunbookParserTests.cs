using AiSre.Detection;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Tests.Runbooks;

public sealed class RunbookParserTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_runbook_is_read_whole(string newLine)
    {
        var runbook = Valid(RunbookTexts.Override.ReplaceLineEndings(newLine));

        Assert.Equal("override-registry", runbook.Id);
        Assert.Equal("Pull from registry B while registry A is down", runbook.Title);
        Assert.Equal("platform team", runbook.Owner);
        Assert.Equal([SymptomReason.ImagePullFailed], runbook.Symptom!.Reasons);
        Assert.Equal([RootCause.RegistryUnavailable, RootCause.RegistryRateLimited], runbook.Symptom.Causes);
        Assert.Equal([new Glob("registry-a.example")], runbook.Symptom.Facts[SymptomParameters.Registry]);
        Assert.Equal([new Glob("prod-*")], runbook.AppliesTo.Clusters);
        Assert.Equal([new Glob("shop"), new Glob("shop-*")], runbook.AppliesTo.Namespaces);
        Assert.Empty(runbook.AppliesTo.Applications);
        Assert.Equal([new OverrideImageRegistry("registry-a.example", "registry-b.example")], runbook.Solution!.Operations);
        Assert.True(runbook.CanAct);
    }

    [Fact]
    public void Sections_are_found_by_their_headings_and_not_in_code()
    {
        var runbook = Valid(RunbookTexts.Override.ReplaceLineEndings("\n"));

        Assert.Equal(["Pull from registry B while registry A is down", "Symptom", "Root cause", "Solution"], runbook.Sections.Select(section => section.Title));
        Assert.Equal("Registry A does not answer.\n\n```\n# not a heading\n```", runbook.Section("root cause"));
        Assert.Equal("Registry B mirrors every repository.", runbook.Section("Solution"));
    }

    [Fact]
    public void Prose_alone_is_a_runbook_that_never_acts()
    {
        var runbook = Valid(RunbookTexts.With("call-somebody", "# a comment"));

        Assert.False(runbook.CanAct);
        Assert.Null(runbook.Symptom);
        Assert.Equal("Text.\n", runbook.Body);
    }

    [Fact]
    public void The_reason_of_a_failed_pull_is_a_code()
    {
        var runbook = Valid(RunbookTexts.With("pull", "symptom: {reason: ImagePullFailed, pull-failure: [RateLimited]}"));

        Assert.Equal([new Glob("RateLimited")], runbook.Symptom!.Facts[SymptomParameters.PullFailure]);
    }

    [Theory]
    [InlineData("# Title\n", 1, 1, "begins with a line '---'")]
    [InlineData("---\nid: a\n", 1, 1, "not closed")]
    [InlineData("---\n- a\n---\n", 2, 1, "not a mapping")]
    [InlineData("---\nid: [a\n---\n", 3, 1, "not valid YAML")]
    [InlineData("---\nid: a\nid: b\n---\n", 3, 1, "not valid YAML")]
    [InlineData("---\nid: a\ntitle: b\n---\n", 2, 1, "'owner' is missing")]
    [InlineData("---\nid: A b\ntitle: b\nowner: c\n---\n", 2, 5, "'A b' is not an id")]
    [InlineData("---\nid: a\ntitle:\nowner: c\n---\n", 3, 7, "'title' is empty")]
    [InlineData("---\nid: a\ntitle: {b: c}\nowner: c\n---\n", 3, 8, "'title' holds a mapping; allowed is a single value")]
    [InlineData("---\nid: a\ntitle: b\nowner: c\nmodes: automatic\n---\n", 5, 1, "the key 'modes' is not known; allowed: id, title, owner, symptom, applies-to, not-when, when, solution, mode, verify, tests")]
    public void A_mistake_at_the_top_names_its_place(string text, int line, int column, string message) =>
        AssertOneError(text, line, column, message);

    [Theory]
    [InlineData("symptom: ImagePullFailed", 5, 10, "allowed is a mapping")]
    [InlineData("symptom: {registry: a.example}", 5, 10, "neither 'reason' nor 'cause'")]
    [InlineData("symptom:\n  cause: RegistryUnavailible", 6, 10, "'RegistryUnavailible' is not a value of 'symptom.cause'; did you mean RegistryUnavailable")]
    [InlineData("symptom:\n  reason:\n  - ImagePullFailed\n  - imagepullfailed", 8, 5, "did you mean ImagePullFailed")]
    [InlineData("symptom:\n  reason: 1", 6, 11, "'1' is not a value of 'symptom.reason'")]
    [InlineData("symptom: {cause: []}", 5, 18, "'symptom.cause' is an empty list")]
    [InlineData("symptom: {cause: Unknown, registries: a}", 5, 27, "the key 'registries' is not known in 'symptom'; allowed: reason, cause, registry")]
    [InlineData("applies-to: {cluster: a}", 5, 14, "the key 'cluster' is not known in 'applies-to'")]
    [InlineData("symptom: {cause: Unknown}\nsolution: {override-image-registry: {from: a.b, to: c.d}}", 6, 11, "allowed is a list")]
    [InlineData("symptom: {cause: Unknown}\nsolution: [restart]", 6, 12, "allowed is one name with a mapping")]
    [InlineData("symptom: {cause: Unknown}\nsolution:\n- restart-pods: {}", 7, 3, "the operation 'restart-pods' is not known; allowed: override-image-registry")]
    [InlineData("symptom: {cause: Unknown}\nsolution:\n- override-image-registry: {from: a.example}", 7, 28, "'override-image-registry.to' is missing")]
    [InlineData("symptom: {cause: Unknown}\nsolution:\n- override-image-registry: {from: https://a.example, to: b.example}", 7, 35, "'https://a.example' is not a registry")]
    [InlineData("symptom: {cause: Unknown}\nsolution:\n- override-image-registry: {from: a.example, to: b/c}", 7, 50, "'b/c' is not a registry")]
    [InlineData("symptom: {cause: Unknown}\nsolution:\n- override-image-registry: {from: a.example, to: A.example}", 7, 50, "same registry")]
    [InlineData("solution:\n- override-image-registry: {from: a.example, to: b.example}", 6, 1, "without a 'symptom'")]
    public void A_mistake_in_the_typed_part_names_its_place(string frontMatter, int line, int column, string message) =>
        AssertOneError(RunbookTexts.With("a", frontMatter), line, column, message);

    [Fact]
    public void All_mistakes_are_reported_at_once_in_the_order_of_the_text()
    {
        var result = RunbookParser.Parse("---\nid: A\ntitle: b\nmode: x\nsymptom: {cause: Nope}\n---\n");

        Assert.Null(result.Runbook);
        Assert.Equal([2, 2, 4, 5], result.Errors.Select(error => error.Line));
    }

    [Fact]
    public void A_text_without_end_is_refused() =>
        Assert.Contains("allowed are", RunbookParser.Parse(new string('a', RunbookParser.LongestText + 1)).Errors.Single().Message, StringComparison.Ordinal);

    private static Runbook Valid(string text)
    {
        var result = RunbookParser.Parse(text);
        Assert.Empty(result.Errors);
        return result.Runbook!;
    }

    [Fact]
    public void What_would_take_all_memory_or_the_whole_stack_is_refused_quickly()
    {
        AssertOneError($"---\nid: a\ntitle: {new string('[', 100_000)}\n---\n", 3, 71, "the front matter is not read: it is nested deeper than 64 levels");
        AssertOneError($"---\nid: a\ntitle: {string.Concat(Enumerable.Repeat("{a: ", 50_000))}\n---\n", 3, 260, "the front matter is not read: it is nested deeper than 64 levels");
        var bomb = string.Concat(Enumerable.Range(1, 12).Select(level => $"x{level}: &x{level} [{string.Join(',', Enumerable.Repeat($"*x{level - 1}", 10))}]\n"));
        AssertOneError($"---\nx0: &x0 [a]\n{bomb}---\n", 7, 42, "the front matter is not read: it has more than 200000 values");
        AssertOneError("---\nid: &a [*a]\n---\n", 2, 9, "the alias *a stands for nothing, or for what it lies in");
    }

    private static void AssertOneError(string text, int line, int column, string message)
    {
        var error = Assert.Single(RunbookParser.Parse(text).Errors);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
