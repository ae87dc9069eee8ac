using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Yaml;

public sealed class YamlRemovalTests
{
    public static TheoryData<string, string, string> Removals { get; } = new()
    {
        { "a: 1\nb: 2 # two\nc: 3\n", "b", "a: 1\nc: 3\n" },
        { "a: 1\n# about b\nb: 2\n\nc: 3\n", "b", "a: 1\n# about b\n\nc: 3\n" },
        { "a: 1\r\nb:\r\n  c: 2\r\n  d: [x]\r\ne: 3\r\n", "b", "a: 1\r\ne: 3\r\n" },
        { "a: 1\nb: 2", "b", "a: 1" },
        { "a: 1\r\nb: 2", "b", "a: 1" },
        { "a: 1\nb: 2", "a", "b: 2" },
        { "\uFEFFa: 1\nb: 2\n", "a", "\uFEFFb: 2\n" },
        { "---\na: 1\nb: 2\n", "a", "---\nb: 2\n" },
        { "a: |\n  text\n\n  more\n\n# about b\nb: 2\n", "a", "\n# about b\nb: 2\n" },
        { "a: |+\n  text\n\nb: 2\n", "a", "b: 2\n" },
        { "a:\n  b: 1 # one\nc: 2\n", "a.b", "a: {}\nc: 2\n" },
        { "a: # about a\n  # about b\n  b: 1\nc: 2\n", "a.b", "a: {} # about a\n  # about b\nc: 2\n" },
        { "a: &x !!map\n  b: 1\nc: 2\n", "a.b", "a: &x !!map {}\nc: 2\n" },
        { "a:\n- x\n- y # why\n- z\n", "a[1]", "a:\n- x\n- z\n" },
        { "a:\n  - x\nb: 1\n", "a[0]", "a: []\nb: 1\n" },
        { "a:\n- name: x\n  image: y\n- name: z\n", "a[0]", "a:\n- name: z\n" },
        { "a:\n- name: x # who\n  image: y\n", "a[0].name", "a:\n- image: y\n" },
        { "a:\n- name: x\n  # about image\n  image: y\n", "a[0].name", "a:\n- # about image\n  image: y\n" },
        { "a:\n- name: x # who\n- name: z\n", "a[0].name", "a:\n- {} # who\n- name: z\n" },
        { "a:\n- name:\n    b: c\n- name: z\n", "a[0].name", "a:\n- {}\n- name: z\n" },
        { "- - x\n  - y\n- z\n", "[0][0]", "- - y\n- z\n" },
        { "- - x\n- z\n", "[0][0]", "- []\n- z\n" },
        { "- -\n    x\n  - y\n", "[0][0]", "- - y\n" },
        { "a: [x, y, z]\n", "a[0]", "a: [y, z]\n" },
        { "a: [x, y, z]\n", "a[1]", "a: [x, z]\n" },
        { "a: [x, y, z]\n", "a[2]", "a: [x, y]\n" },
        { "a: [ x ]\n", "a[0]", "a: [  ]\n" },
        { "a: {b: 1, c: 2}\n", "a.b", "a: {c: 2}\n" },
        { "a: {b: 1, c: 2}\n", "a.c", "a: {b: 1}\n" },
        { "a: {b: 1}\n", "a.b", "a: {}\n" },
        { "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ]\n}\n", "b[1]", "{\n  \"a\": 1,\n  \"b\": [\n    1\n  ]\n}\n" },
        { "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", "{\n  \"b\": 2\n}\n" },
        { "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", "{\n  \"a\": 1\n}\n" },
        { "a: &x 1\nb: *x\nc: 2\n", "b", "a: &x 1\nc: 2\n" },
        { "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n", "c[\"<<\"]", "a: &x {b: 1}\nc:\n  d: 2\n" },
        { "a:\nb: 1\n", "a", "b: 1\n" },
        { "a: 1\nb:\n", "b", "a: 1\n" },
        { "\"a\": 'x\n\n  y'\nb: 1\n", "a", "b: 1\n" },
    };

    public static TheoryData<string, string, string> Refusals { get; } = new()
    {
        { "a: 1\n", "b", "there is no b" },
        { "a: 1\n", "a.b", "there is no a.b, line 1 has a scalar there" },
        { "a: 1\na: 2\nb: 3\n", "a", "a is written twice, in lines 1 and 2; remove one of them first" },
        { "a: 1\n", "a", "nothing would be left of what begins in line 1; remove that as a whole" },
        { "- a\n", "[0]", "nothing would be left of what begins in line 1; remove that as a whole" },
        { "a: &x 1\nb: *x\n", "a", "the value in line 1 is anchored as &x and used in line 2" },
        { "a:\n  b: &x 1\nc: *x\n", "a", "the value in line 2 is anchored as &x and used in line 3" },
        { "a: &x\n  b: 1\n  d: 2\nc: *x\n", "a.b", "the value in line 1 is anchored as &x and used again in line 4, which would change too" },
        { "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n", "c.b", "there is no c.b of its own, it may come from the merge key in line 3; edit it where it is defined" },
        { "a: [x, # why\n  y]\n", "a[0]", "a comment between two items of a list or mapping in brackets would be lost" },
        { "? a\n: 1\nb: 2\n", "a", "line 2 has something before it" },
        { "a: 1\n", "[0]", "there is no [0]" },
    };

    [Theory]
    [MemberData(nameof(Removals))]
    public void What_is_removed_goes_and_nothing_else(string before, string path, string after)
    {
        var result = YamlEditor.Remove(YamlFile.Parse(before), 0, YamlPath.Parse(path));
        Assert.Null(result.Refusal);
        Assert.Equal(after, result.File!.Text);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_removed_alone_is_refused(string before, string path, string refusal) =>
        Assert.Equal(refusal, YamlEditor.Remove(YamlFile.Parse(before), 0, YamlPath.Parse(path)).Refusal);

    [Fact]
    public void In_real_files_everything_but_the_last_of_a_document_can_be_removed_and_what_was_added_leaves_no_trace()
    {
        var (removed, refused, added) = (0, new List<string>(), 0);
        foreach (var pair in EditCorpus.Read("edit-pairs.jsonl.gz").Where((_, index) => index % 3 == 0))
        {
            var file = YamlFile.Parse(pair.GetProperty("before").GetString()!);
            var document = pair.GetProperty("document").GetInt32();
            var steps = pair.GetProperty("path").EnumerateArray().Select(step => step.Clone()).ToList();
            for (var depth = 1; depth <= steps.Count; depth++)
            {
                var path = YamlPath.FromJson(JsonSerializer.SerializeToElement(steps.Take(depth)));
                var result = YamlEditor.Remove(file, document, path);
                removed += result.IsMade ? 1 : 0;
                refused.AddRange(result.IsMade || (depth == 1 && result.Refusal.StartsWith("nothing would be left", StringComparison.Ordinal)) ? [] : [$"{pair.GetProperty("id")} {path}: {result.Refusal}"]);
            }

            foreach (var path in Enumerable.Range(0, steps.Count).Select(depth => YamlPath.FromJson(JsonSerializer.SerializeToElement(steps.Take(depth)))))
            {
                var bigger = Add(file, document, path, out var news);
                if (bigger.IsMade)
                {
                    added++;
                    Assert.Equal(file.Text, YamlEditor.Remove(bigger.File, document, news).File?.Text);
                }
            }
        }

        Assert.Empty(refused);
        Assert.InRange(removed, 3000, int.MaxValue);
        Assert.InRange(added, 3000, int.MaxValue);
    }

    private static YamlEditResult Add(YamlFile file, int document, YamlPath path, out YamlPath news)
    {
        if (YamlEditor.Append(file, document, path, JsonNode.Parse("""{"new": ["item", 7]}""")) is { IsMade: true } appended)
        {
            var list = (YamlSequence)YamlLocator.Find(appended.File, document, path, allUses: false);
            news = path.Index(list.Items.Length - 1);
            return appended;
        }

        news = path.Key("aNewKey");
        return YamlEditor.AddKey(file, document, path, "aNewKey", JsonNode.Parse("""{"with": ["a value", true]}"""));
    }
}
