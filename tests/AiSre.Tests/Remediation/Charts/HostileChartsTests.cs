using System.Diagnostics;

namespace AiSre.Tests.Remediation.Charts;

/// <summary>Charts are written by others: whatever stands in one, AiSre ends soon and says why.</summary>
public sealed class HostileChartsTests
{
    private const string Mirror = "override-image-registry: {from: registry-a.example, to: registry-b.example}";
    private readonly ChartFixture _chart = new();

    public static TheoryData<string, string> Templates => new()
    {
        { string.Concat(Enumerable.Repeat("{{ if .a }}", 90_000)), "it is nested more than 64 levels deep" },
        { $"a: {{{{ {new string('(', 500_000)} 1 }}}}", "it is nested more than 64 levels deep" },
        { "{{ if .a }}" + string.Concat(Enumerable.Repeat("{{ else if .b }}", 30_000)) + "{{ end }}", "it is nested more than 64 levels deep" },
        { new string('a', 2 * 1024 * 1024), "it has more than 1024 KB" },
        { "{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}", "its templates call each other more than 50 levels deep" },
        { "{{ define \"a\" }}{{ include \"a\" . }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}", "its templates call each other more than 50 levels deep" },
        { "{{ $m := dict }}{{ $_ := set $m \"m\" $m }}{{ $m }}", "it has values that are nested more than 100 levels deep" },
        { "{{ $_ := set .Values \"v\" .Values }}{{ toYaml .Values }}", "it has values that are nested more than 100 levels deep" },
        { "{{ $m := dict }}{{ range until 60 }}{{ $m = dict \"a\" $m \"b\" $m }}{{ end }}{{ toYaml $m }}", "or that are more than 50000" },
        { "{{ $m := dict }}{{ range until 5000 }}{{ $m = dict \"a\" $m }}{{ end }}{{ $m }}", "it has values that are nested more than 100 levels deep" },
        { "{{ range until 10000 }}{{ range until 10000 }}a{{ end }}{{ end }}", "steps to render" },
        { "{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}", "steps to render" },
        { "{{ $s := repeat 10000 \"a\" }}{{ range until 10000 }}{{ $s }}{{ end }}", "the chart renders to more than 16 MB" },
        { "{{ $s := \"a\" }}{{ range until 60 }}{{ $s = print $s $s }}{{ end }}{{ $s }}", "steps to render" },
        { "{{ regexReplaceAll \"(a*)*b\" (repeat 9000 \"a\") \"c\" }}{{ fail \"in time\" }}", "it fails: in time" },
        { "{{ tpl \"{{ tpl .Values.t . }}\" . }}", "its templates call each other more than 50 levels deep" },
        { "{{ toYaml .Values.laughs }}", "or that are more than 50000" },
        { "{{ unknown", "an action does not end" },
        { "{{ end }}", "'end' ends nothing" },
        { "{{ if .a }}", "a block does not end" },
        { "{{ \"a }}", "a quoted text does not end" },
        { "a: [{{ .Values.image }}", "is not valid YAML" },
    };

    [Theory]
    [MemberData(nameof(Templates), DisableDiscoveryEnumeration = true)]
    public async Task A_hostile_template_is_given_up_on_in_time(string template, string expected)
    {
        _chart.Tree[$"{ChartFixture.Folder}/templates/evil.yaml"] = template;
        _chart.Tree[ChartFixture.Values] += $"t: '{{{{ tpl .Values.t . }}}}'\nlaughs:\n  a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n  d: &d [*c, *c, *c, *c, *c, *c]\n  e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n";
        _chart.Name = "elsewhere";
        var watch = Stopwatch.StartNew();

        Assert.Contains(expected, await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Values_that_grow_without_end_are_given_up_on()
    {
        _chart.Tree[ChartFixture.Values] = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + string.Concat(Enumerable.Range(0, 20).Select(level =>
            $"{(char)('b' + level)}: &{(char)('b' + level)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + level)}", 10))}]\n"));

        Assert.Contains("has more than 500000 values, aliases counted as what they stand for", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_that_contain_each_other_are_given_up_on()
    {
        _chart.Tree[$"{ChartFixture.Folder}/Chart.yaml"] += "dependencies: [{name: other, repository: 'file://../other'}]\n";
        _chart.Tree["charts/other/Chart.yaml"] = "name: other\ndependencies: [{name: shop, repository: 'file://../shop'}]\n";

        Assert.Contains(" has charts nested more than 6 levels deep", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }
}
