using AiSre.Components.Runbooks;
using AiSre.Runbooks;

namespace AiSre.Tests.Components.Runbooks;

public class RunbookWordsTests
{
    private static Runbook Template => RunbookParser.Parse(RunbookTemplate.Text).Runbook!;

    [Fact]
    public void The_template_can_be_saved_as_it_stands()
    {
        Assert.Empty(RunbookParser.Parse(RunbookTemplate.Text).Errors);
    }

    [Fact]
    public void The_typed_part_is_said_in_words()
    {
        Assert.Equal("Image pull failed, cause registry unavailable, registry registry-a.example", RunbookWords.Symptom(Template));
        Assert.Equal("Override the image registry registry-a.example with registry-b.example.", RunbookWords.Solution(Template));
        Assert.Null(RunbookWords.Scope(Template));
    }

    [Fact]
    public void Prose_only_says_nothing_to_the_machine()
    {
        var prose = Template with { Symptom = null, Solution = null };

        Assert.Null(RunbookWords.Symptom(prose));
        Assert.Null(RunbookWords.Solution(prose));
    }

    [Fact]
    public void The_scope_names_its_patterns()
    {
        var scoped = Template with { AppliesTo = new() { Clusters = [new("prod-*")], Namespaces = [new("shop"), new("cart")] } };

        Assert.Equal("clusters prod-*; namespaces shop, cart", RunbookWords.Scope(scoped));
    }
}
