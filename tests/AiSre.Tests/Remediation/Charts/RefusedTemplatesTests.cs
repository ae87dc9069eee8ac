using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>What only Helm can know is not made up, and what Helm does not render is not rendered.</summary>
public sealed class RefusedTemplatesTests
{
    [Theory]
    [InlineData("{{ randAlphaNum 8 }}", "the function randAlphaNum")]
    [InlineData("{{ now }}", "the function now")]
    [InlineData("{{ genCA \"ca\" 365 }}", "the function genCA")]
    [InlineData("{{ (.Files.Glob \"*\").AsConfig }}", "the chart's files by pattern")]
    [InlineData("{{ .Capabilities.APIVersions.Has \"shop.example/v1\" }}", "whether the cluster serves shop.example/v1")]
    [InlineData("{{ .Values.mode }}", "the number 0644")]
    public void What_is_not_known_is_marked(string template, string why)
    {
        Assert.Equal(why, Render(template).Pieces.Select(piece => piece.Unclear).FirstOrDefault(unclear => unclear is not null));
    }

    [Theory]
    [InlineData("{{ .Values.missing.deeper }}", "it looks for deeper in what is not there")]
    [InlineData("{{ upper .Values.port }}", "it calls upper with arguments that it does not take")]
    [InlineData("{{ until .Values.port }}", "it calls until with arguments that it does not take")]
    [InlineData("{{ eq .Values.port 8080 }}", "it calls eq with arguments that it does not take")]
    [InlineData("{{ quote | upper \"a\" \"b\" }}", "it calls upper with 3 arguments")]
    [InlineData("{{ required \"a host is needed\" .Values.host }}", "it demands a value: a host is needed")]
    [InlineData("{{ ternary 1 2 .Values.port }}", "it calls ternary with arguments that it does not take")]
    [InlineData("{{ trunc 2 .Values.accented }}", "it calls trunc with arguments that it does not take")]
    [InlineData("{{ if true }}{{ define \"x\" }}{{ end }}{{ end }}", "it defines x within another block, or twice")]
    public void What_helm_does_not_render_is_refused(string template, string why)
    {
        Assert.Equal(why, Assert.Throws<TemplateRefusedException>(() => Render(template)).Message);
    }

    private static TracedText Render(string template)
    {
        var file = YamlFile.Parse("port: 8080\nmode: 0644\naccented: déjà\n");
        var values = (MapValue)ValueTree.Read(file, file.Documents[0], FieldPath.Of());
        var parsed = TemplateParser.Parse(template);
        var scope = new ReleaseFacts("demo", "shop").Scope(new Chart("one", "one", "1.0.0", "2.0.0"), values, "one/templates/one.yaml", "one/templates", isRoot: true);
        return new TemplateEvaluator(parsed.Defined, new TemplateBudget()).Render(parsed.Body, scope);
    }
}
