using AiSre.Clusters.Objects.Files;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks;
using AiSre.Runbooks.Importing;

namespace AiSre.Tests.Runbooks;

/// <summary>Texts as they are while somebody types: an editor reads every one of them.</summary>
public sealed class HalfTypedTextTests
{
    private const string Unclosed = "id: a\nkind: [Deployment\nmetadata:\n  name: checkout\nspec:\n  replicas: 2\n";

    private const string Typed = "[]{}:,-?*&!|>'\"%@`#\t\n ";

    private const string Guardrails = """
        environments:
          production: {criticality: critical, clusters: ["prod-*"]}
        automatic:
          - {environments: [production], risk: low}
        rules:
          - name: slow
            blast-radius: {objects: 3, replicas: 20}
            rate: {per-application: 1 in 1h, fleet: 10 in 1d}
        """;

    [Fact]
    public void A_bracket_that_is_not_closed_is_a_mistake_with_its_place()
    {
        var error = Assert.Single(RunbookParser.Parse($"---\n{Unclosed}---\n# A\n").Errors);

        Assert.Equal((3, "look for a bracket, brace or quote that is not closed"), (error.Line, error.Message[error.Message.IndexOf("look", StringComparison.Ordinal)..].TrimEnd('.')));
        Assert.Contains("not closed", Assert.Single(GuardrailParser.Parse(Unclosed).Errors).Message, StringComparison.Ordinal);
        Assert.Throws<YamlRefusedException>(() => YamlFile.Parse(Unclosed));
        string? problem = null;
        Assert.Empty(YamlToJson.Documents(Unclosed, said => problem = said));
        Assert.Contains("not closed", problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Some))]
    public void Whatever_is_typed_of_a_runbook_it_is_read_or_told_what_is_wrong(string name)
    {
        var text = ShippedRunbooks.Text(name);
        foreach (var half in Halves(text, seed: name.Length))
        {
            var parsed = RunbookParser.Parse(half);
            Assert.True(parsed.Runbook is not null || !parsed.Errors.IsEmpty);
            Assert.NotNull(PlainRunbook.Convert(half, name));
        }
    }

    [Fact]
    public void Whatever_is_typed_of_guardrails_it_is_read_or_told_what_is_wrong()
    {
        foreach (var half in Halves(Guardrails, seed: 7).Concat(Halves(Unclosed, seed: 8)))
        {
            var parsed = GuardrailParser.Parse(half);
            Assert.True(parsed.IsValid || !parsed.Errors.IsEmpty);
        }
    }

    public static TheoryData<string> Some() => [.. ShippedRunbooks.Names.Where((_, index) => index % 14 == 0)];

    /// <summary>Every text up to a place, and texts with a character that changes what follows.</summary>
    private static IEnumerable<string> Halves(string text, int seed)
    {
        var random = new Random(seed);
        for (var end = 0; end < text.Length; end += 1 + (text.Length / 200))
        {
            yield return text[..end];
        }

        for (var count = 0; count < 200; count++)
        {
            var at = random.Next(text.Length);
            yield return text[..at] + Typed[random.Next(Typed.Length)] + text[(at + random.Next(2))..];
        }
    }
}
