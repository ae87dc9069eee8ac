using System.Text;
using AiSre.Remediation.Yaml;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AiSre.Tests.Remediation.Yaml;

/// <summary>What holds for any file and any value.</summary>
public sealed class YamlEditProperties
{
    private static readonly string[] Frames =
    [
        "# head\na: 1\nitem: {0} # tail\nz: [x, y]\n",
        "a:\r\n  - b: c\r\n    item: {0}\r\n  - \"d\"\r\n",
        "x: {{a: 1, item: {0}, b: 'c'}}\n",
        "---\nq: |\n  text\n\n---\nitem: {0}\n",
        "\uFEFF- - item: {0}\n",
    ];

    private static readonly YamlPath[] Paths = [.. new[] { "item", "a[0].item", "x.item", "item", "[0][0].item" }.Select(YamlPath.Parse)];
    private static readonly int[] Documents = [0, 0, 0, 1, 0];
    private static readonly string[] OldTexts = ["old", "\"old\"", "'old'", "5", "\"\\u00e9\\n\""];

    [Property(MaxTest = 500)]
    public void Any_value_can_be_set_read_back_and_undone(int frame, int style, NonNull<string> text)
    {
        var (before, document, path) = Scene(frame, style);
        var value = Encodable(text.Get);

        var after = YamlEditor.Set(before, document, path, YamlValue.String(value));
        Assert.Null(after.Refusal);
        Assert.Equal(value, Read(after.File!, document, path).Value);

        var undone = YamlEditor.SetRaw(after.File!, document, path, OldTexts[Index(style, OldTexts.Length)]);
        Assert.Equal(before.Text, undone.File?.Text);
    }

    [Property(MaxTest = 500)]
    public void Setting_a_value_again_changes_nothing(int frame, int style, NonNull<string> text)
    {
        var (before, document, path) = Scene(frame, style);
        var once = YamlEditor.Set(before, document, path, YamlValue.String(Encodable(text.Get))).File!;

        Assert.Same(once, YamlEditor.Set(once, document, path, YamlValue.String(Encodable(text.Get))).File);
    }

    [Property(MaxTest = 500)]
    public void A_quoted_value_is_restored_by_setting_it_back(int frame, bool isDouble, NonNull<string> text)
    {
        var (before, document, path) = Scene(frame, isDouble ? 1 : 2);
        var after = YamlEditor.Set(before, document, path, YamlValue.String(Encodable(text.Get))).File!;
        var sameStyle = Read(after, document, path).Style == Read(before, document, path).Style;

        Assert.Equal(sameStyle, YamlEditor.Set(after, document, path, YamlValue.String("old")).File!.Text == before.Text);
    }

    [Property(MaxTest = 500)]
    public void Any_source_text_becomes_one_scalar_or_is_refused(int frame, int style, NonNull<string> raw)
    {
        var (before, document, path) = Scene(frame, style);

        var after = YamlEditor.SetRaw(before, document, path, Encodable(raw.Get));

        // A block scalar takes the line break behind it, so the way back needs that too.
        var isBlock = after.IsMade && Read(after.File, document, path).Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded;
        Assert.True(!after.IsMade || isBlock || YamlEditor.SetRaw(after.File, document, path, OldTexts[Index(style, OldTexts.Length)]).File!.Text == before.Text);
    }

    [Property(MaxTest = 300)]
    public Property A_text_of_lines_is_held_by_a_block(string[] lines)
    {
        var value = string.Join('\n', (lines ?? []).Select(line => Encodable(line ?? ""))) + "\n";
        var file = YamlFile.Parse("a:\n  b: |\n    one\n    two\nc: d\n");
        var after = YamlEditor.Set(file, 0, YamlPath.Parse("a.b"), YamlValue.String(value));

        return (after.IsMade && Read(after.File, 0, YamlPath.Parse("a.b")).Value == value).Label(after.Refusal ?? "another value");
    }

    private static (YamlFile File, int Document, YamlPath Path) Scene(int frame, int style)
    {
        var index = Index(frame, Frames.Length);
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, Frames[index], OldTexts[Index(style, OldTexts.Length)]);
        return (YamlFile.Parse(text), Documents[index], Paths[index]);
    }

    private static int Index(int any, int count) => (int)((uint)any % (uint)count);

    // A lone surrogate is no text: UTF-8 cannot hold it.
    private static string Encodable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static YamlScalar Read(YamlFile file, int document, YamlPath path) => (YamlScalar)YamlLocator.Find(file, document, path, allUses: true);
}
