using System.Text.Encodings.Web;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>Compares what generated templates come to here and in Go. By hand: it needs the built program of <c>reference/</c>.</summary>
public sealed class ReferenceComparison(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>REFERENCE is the program; COUNT and SEED choose the templates.</summary>
    [Fact(Explicit = true)]
    public async Task Generated_templates_come_to_what_they_come_to_in_go()
    {
        var program = Environment.GetEnvironmentVariable("REFERENCE");
        Assert.SkipWhen(program is null, "REFERENCE does not name the reference program");
        var (count, seed) = (Setting("COUNT", 2000), Setting("SEED", 1));
        var generator = new TemplateGenerator(seed);
        using var reference = new ReferenceProcess(program);
        var (same, refused, failing) = (0, new List<string>(), 0);
        var different = new List<string>();
        for (var index = 0; index < count; index++)
        {
            var template = generator.Next();
            var (expected, error) = await reference.RenderAsync(template, TemplateGenerator.Values);
            var (actual, reason) = Render(template);
            if (expected is null && actual is null)
            {
                failing++;
            }
            else if (actual is null)
            {
                refused.Add(reason!);
            }
            else if (expected != actual)
            {
                different.Add($"{JsonSerializer.Serialize(template, Plain)}\n    go:   {(expected is null ? $"fails: {error}" : JsonSerializer.Serialize(expected, Plain))}\n    here: {JsonSerializer.Serialize(actual, Plain)}");
            }
            else
            {
                same++;
            }
        }

        var reasons = refused.GroupBy(reason => reason).OrderByDescending(group => group.Count()).Select(group => $"{group.Count(),6} {group.Key}");
        output.WriteLine($"{count} templates: {same} the same, {failing} fail in both, {refused.Count} refused here, {different.Count} different\n{string.Join('\n', different.OrderBy(text => text.Length))}\n{string.Join('\n', reasons)}");
        Assert.Empty(different);
    }

    private static (string? Text, string? Reason) Render(string template)
    {
        try
        {
            var values = (MapValue)ValueTree.Read(YamlFile.Parse(TemplateGenerator.Values), YamlFile.Parse(TemplateGenerator.Values).Documents[0], FieldPath.Of());
            var parsed = TemplateParser.Parse(template);
            var scope = new ReleaseFacts("demo", "shop").Scope(new Chart("one", "one", "1.0.0", "2.0.0"), values, "one/templates/one.yaml", "one/templates", isRoot: true);
            var text = new TemplateEvaluator(parsed.Defined, new TemplateBudget()).Render(parsed.Body, scope);
            return text.Pieces.Select(piece => piece.Unclear).FirstOrDefault(why => why is not null) is { } unclear ? (null, unclear) : (text.ToString(), null);
        }
        catch (TemplateRefusedException refused)
        {
            return (null, refused.Message);
        }
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
