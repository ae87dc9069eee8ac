using System.Diagnostics;
using System.Text.Json.Nodes;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Runbooks;
using AiSre.Runbooks.Editing;
using AiSre.Runbooks.Format;
using AiSre.Tests.Remediation.Guardrails;

namespace AiSre.Tests.Runbooks.Editing;

/// <summary>What holds for every text: the shipped runbooks cut anywhere, and everything that the schema knows.</summary>
public sealed class AssistProperties
{
    private static readonly RunbookAssist Assist = new();
    private static readonly SchemaNode Schema = SchemaNode.Read((JsonObject)JsonNode.Parse(RunbookSchema.Text)!);

    public static TheoryData<string> Runbooks => [.. ShippedRunbooks.Names];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void A_shipped_runbook_that_is_cut_anywhere_is_completed_and_explained_without_failing(string name)
    {
        var text = ShippedRunbooks.Text(name);
        var random = new Random(name.Length);
        for (var end = 0; end <= text.Length; end += 1 + random.Next(40))
        {
            Ask(Assist, text[..end]);
            Ask(Assist, text[..end] + text[Math.Min(text.Length, end + random.Next(60))..], end);
        }
    }

    [Theory]
    [InlineData("{[{[\"'|>#:- ,}]\n  \t!&*")]
    [InlineData("---\n: -\n")]
    public void Any_heap_of_signs_is_taken(string signs)
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var text = "---\n" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => signs[random.Next(signs.Length)] is var sign && random.Next(5) == 0 ? "mode" : $"{sign}"));
            Ask(Assist, text, random.Next(text.Length + 1));
            Ask(new GuardrailAssist(), text, random.Next(text.Length + 1));
        }
    }

    [Fact]
    public void Brackets_that_are_opened_without_end_take_no_stack() => Ask(Assist, "---\na: " + new string('[', 200_000));

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_key_and_every_code_of_a_shipped_runbook_is_offered_where_it_stands(string name)
    {
        var text = ShippedRunbooks.Text(name);
        var lines = text.Split('\n');
        var outline = YamlOutline.Read(lines, 1, Array.IndexOf(lines, "---", 1));
        foreach (var entry in outline.Blocks.Where(entry => entry.Key is not null && NodeOf(entry) is not null))
        {
            Assert.Contains(entry.Key!, Assist.Complete(text, entry.Line + 1, entry.Column + 1).Items.Select(item => item.Label));
            if (entry.Value is not null && NodeOf(entry) is { Values.Count: > 0, ValuesAreExamples: false })
            {
                Assert.Contains(entry.Value, Assist.Complete(text, entry.Line + 1, entry.ValuePlace.End + 1).Items.Select(item => item.Label));
            }
        }
    }

    [Fact]
    public void Every_key_that_the_schema_knows_is_offered_at_its_place_and_taken_by_the_parser()
    {
        var places = Places(Schema, "", 0).ToList();
        Assert.True(places.Count > 25, $"only {places.Count} places were found");
        foreach (var (text, node) in places)
        {
            var completions = Typing.At(Assist, text);
            Assert.Equal(node.Properties.Keys.Order(), completions.Items.Select(item => item.Label).Order());
            foreach (var item in completions.Items)
            {
                // A key of an object is told 'of' what; for an object it is not known.
                var taken = Typing.Take(text, completions, item, item.Label == "of" ? "x\n      kind: ConfigMapKey" : "x");
                Assert.DoesNotContain(RunbookParser.Parse(taken).Errors, error => error.Message.Contains($"'{item.Label}' is not known", StringComparison.Ordinal) || error.Message.Contains("not valid YAML", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Every_value_that_is_offered_is_taken_by_the_parser()
    {
        var count = 0;
        foreach (var (text, node) in Places(Schema, "", 0))
        {
            foreach (var (key, _) in node.Properties.Where(property => property.Value.Values.Count > 0))
            {
                var asked = text.Replace("‸", $"{key}: ‸", StringComparison.Ordinal);
                var completions = Typing.At(Assist, asked);
                Assert.NotEmpty(completions.Items);
                foreach (var item in completions.Items)
                {
                    count++;
                    var errors = RunbookParser.Parse(Typing.Take(asked, completions, item)).Errors;
                    Assert.DoesNotContain(errors, error => error.Message.Contains($"{item.Label}' is not", StringComparison.Ordinal));
                }
            }
        }

        Assert.True(count > 200, $"only {count} values were tried");
    }

    [Fact]
    public void The_example_of_guardrails_is_offered_key_by_key()
    {
        var assist = new GuardrailAssist();
        var outline = YamlOutline.Read(GuardrailTexts.Everything.Split('\n'), 0, GuardrailTexts.Everything.Split('\n').Length);
        var schema = SchemaNode.Read((JsonObject)JsonNode.Parse(GuardrailSchema.Read())!);
        var tried = outline.Blocks.Where(entry => entry.Key is not null && entry.Parent!.ChainFromTop().Aggregate(schema, Step!) is { } node && node.Properties.ContainsKey(entry.Key)).ToList();
        Assert.NotEmpty(tried);
        Assert.All(tried, entry => Assert.Contains(entry.Key!, assist.Complete(GuardrailTexts.Everything, entry.Line + 1, entry.Column + 1).Items.Select(item => item.Label)));
    }

    [Fact]
    public void A_runbook_of_the_greatest_length_is_completed_while_somebody_types()
    {
        var one = ShippedRunbooks.Text("out-of-memory");
        var tests = one[(one.IndexOf("  - name:", StringComparison.Ordinal))..one.IndexOf("\n---\n", StringComparison.Ordinal)];
        var text = one[..one.IndexOf("  - name:", StringComparison.Ordinal)] + string.Concat(Enumerable.Repeat(tests + "\n", 250_000 / tests.Length));
        var line = text.Count(c => c == '\n') + 1;
        Assist.Complete(text, line, 1);

        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 10; round++)
        {
            Assert.NotEmpty(Assist.Complete(text + "mode: ", line, 7).Items);
        }

        // A tenth of a second is what people take for at once; a slow machine under load is allowed five times that.
        Assert.True(watch.ElapsedMilliseconds / 10 < 500, $"it took {watch.ElapsedMilliseconds / 10} ms for {text.Length} characters");
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds / 10.0} ms for {text.Length} characters");
    }

    private static void Ask(ITextAssist assist, string text, int? at = null)
    {
        var before = text[..(at ?? text.Length)];
        var (line, column) = (before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));
        var completions = assist.Complete(text, line, column);
        Assert.All(completions.Items, _ => Assert.True(completions.Line == line && completions.From <= column && column <= completions.To));
        assist.Explain(text, line, column);
    }

    // Every mapping that a runbook may have, as a text with the cursor where its first key goes.
    private static IEnumerable<(string Text, SchemaNode Node)> Places(SchemaNode node, string above, int indent)
    {
        if (node.Properties.Count > 0)
        {
            yield return ($"---\n{above}‸\n---\n", node);
        }

        foreach (var (key, child) in node.Properties)
        {
            foreach (var place in Under(child, $"{above}{key}:", indent))
            {
                yield return place;
            }
        }
    }

    private static IEnumerable<(string Text, SchemaNode Node)> Under(SchemaNode child, string above, int indent) =>
        [
            .. Places(child, $"{above}\n{new string(' ', indent + 2)}", indent + 2),
            .. child.Items is { } item ? Places(item, $"{above}\n{new string(' ', indent + 2)}- ", indent + 4) : [],
        ];

    private static SchemaNode? NodeOf(OutlineEntry entry)
    {
        SchemaNode? node = entry.Parent!.ChainFromTop().Aggregate<OutlineEntry, SchemaNode?>(Schema, Step);
        return node is not null && node.Properties.TryGetValue(entry.Key!, out var property) ? property : null;
    }

    private static SchemaNode? Step(SchemaNode? node, OutlineEntry entry) => entry.Key is null ? node?.Items : node?.Under(entry.Key);
}
