using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Yaml;

/// <summary>What the small proof says yes to, the proof over the whole file says yes to as well.</summary>
public sealed class YamlWindowTests
{
    private static readonly string[] Texts =
    [
        "a:\n  b: OLD\n  c: 2\nd: 3\n",
        "a:\n  - b: OLD\n    c: 2\n  - x\n",
        "a:\n- b: OLD\n\n\n- x\nd: 3\n",
        "a:\n  b:\n    OLD\n  # why\n  c: 2\n",
        "a:\n  b: |\n    OLD\n\n  c: 2\n",
        "a:\n  b: OLD\n\n# end\n---\nd: 3\n",
        "a:\r\n  b: OLD\r\n  c: 2\r\n",
        "a: {b: OLD, c: 2}\nd: 3\n",
        "a: &x\n  b: OLD\nd: 3\n",
        "? a\n: b: OLD\n  c: 2\n",
        "%YAML 1.2\n---\na:\n  b: OLD\n",
        "a:\n  b: OLD",
        "- - b: OLD\n    c: 2\n  - x\n",
    ];

    private static readonly string[] Raws =
    [
        "new", "\"new\"", "'new'", "", "new # why", "# why", "new: er", "new\n  c: 2", "new\nc: 2", "new\n      er", "new\n er", "|\n      text\n", "|+\n      text\n", "|-\n      text",
        "|\n    text\n  x: y\n", ">\n      text\n\n      more\n", "\"a\n  b\"", "'a\n\n  b'", "\"open", "'open", "[1, 2]", "{a: 1}", "[1,", "*x", "&y new", "!!str 1", "- x", "new\n---\nx: 1",
        "new\n...", "x\u0085y", "x\u2028y", "|2\n     text\n", "\tnew", "? x", "@x", "`x`", "%x", "new\r\n  c: 2", "a  \n\n\n", "|\n      text\n\n\n", "|\n\n      text\n",
    ];

    private static readonly YamlPath[] Places = [.. new[] { "a.b", "a[0].b", "[0][0].b" }.Select(YamlPath.Parse)];

    public static TheoryData<string, string> Pairs { get; } = new(Texts.SelectMany(_ => Raws, (text, raw) => (text, raw)));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_yes_is_a_yes_for_the_whole_file(string text, string raw)
    {
        var file = YamlFile.Parse(text);
        var path = Find(file);
        var old = (YamlScalar)YamlLocator.Find(file, file.Documents[0] is null ? 1 : 0, path, allUses: true);
        var span = YamlSpan.Of(file, old);
        var (after, start) = span.Replace(file, raw);
        string? value = null;
        if (!YamlWindow.Proves(file, 0, path, span, after, start, raw.Length, (window, at, node) => value = Content(window, at, raw.Length, node)))
        {
            return;
        }

        var whole = YamlFile.Parse(after);
        string? said = null;
        new YamlComparer(0, path, (_, node) => said = Content(whole, start, raw.Length, node)).Compare(file, whole);
        Assert.Equal(said, value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(11)]
    public void A_usual_edit_needs_no_more(int text)
    {
        var file = YamlFile.Parse(Texts[text]);
        var path = Find(file);
        var span = YamlSpan.Of(file, (YamlScalar)YamlLocator.Find(file, 0, path, allUses: true));
        var raw = Texts[text].Contains('|') ? "|\n    new\n" : "new";
        var (after, start) = span.Replace(file, raw);
        Assert.True(YamlWindow.Proves(file, 0, path, span, after, start, raw.Length, (_, _, _) => { }));
    }

    private static string Content(YamlFile file, int start, int length, YamlNode node) =>
        node is YamlScalar scalar && YamlSpan.Of(file, scalar).Covers(file, start, length, scalar.Style) ? scalar.Value : throw new YamlRefusedException("not one scalar");

    private static YamlPath Find(YamlFile file) =>
        Places.First(path =>
        {
            try
            {
                return YamlLocator.Find(file, 0, path, allUses: true) is YamlScalar { Value: "OLD" or "OLD\n" };
            }
            catch (YamlRefusedException)
            {
                return false;
            }
        });
}
