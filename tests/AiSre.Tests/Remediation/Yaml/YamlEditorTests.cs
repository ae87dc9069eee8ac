using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Yaml;

public sealed class YamlEditorTests
{
    [Theory]
    [InlineData("a: b # why\r\nc: 'd'\r\n", "a", "x", "a: x # why\r\nc: 'd'\r\n")]
    [InlineData("\uFEFFa: b", "a", "x", "\uFEFFa: x")]
    [InlineData("é: \"😀\" # 😀\nb: 'ü'\n", "b", "😀", "é: \"😀\" # 😀\nb: '😀'\n")]
    [InlineData("a: {b: [1, \"two\"]} # c\n", "a.b[1]", "drei", "a: {b: [1, \"drei\"]} # c\n")]
    [InlineData("a: 'it''s'\n", "a", "it's not", "a: 'it''s not'\n")]
    [InlineData("a: 'b'\n", "a", "b\nc", "a: \"b\\nc\"\n")]
    [InlineData("a: \"b\"\n", "a", "\"\\\t\u0001", "a: \"\\\"\\\\\\t\\u0001\"\n")]
    [InlineData("a: b\n", "a", "", "a: \"\"\n")]
    [InlineData("a: b\n", "a", "true", "a: \"true\"\n")]
    [InlineData("a: b\n", "a", "no", "a: \"no\"\n")]
    [InlineData("a: b\n", "a", "1.10", "a: \"1.10\"\n")]
    [InlineData("a: b\n", "a", "0777", "a: \"0777\"\n")]
    [InlineData("a: b\n", "a", "2026-01-31", "a: \"2026-01-31\"\n")]
    [InlineData("a: 2026-01-31\n", "a", "2026-02-01", "a: 2026-02-01\n")]
    [InlineData("a: b\n", "a", "c: d", "a: \"c: d\"\n")]
    [InlineData("a: b\n", "a", "c #d", "a: \"c #d\"\n")]
    [InlineData("a: b\n", "a", "say \"x\": y", "a: 'say \"x\": y'\n")]
    [InlineData("a: b\n", "a", "{{ .x }}", "a: \"{{ .x }}\"\n")]
    [InlineData("a: b\n", "a", "*x", "a: \"*x\"\n")]
    [InlineData("a: b\n", "a", "-x", "a: -x\n")]
    [InlineData("a: b\n", "a", "- x", "a: \"- x\"\n")]
    [InlineData("[a, b]\n", "[1]", "c, d", "[a, \"c, d\"]\n")]
    [InlineData("a: b, c\n", "a", "d, [e]", "a: d, [e]\n")]
    [InlineData("- a\n-\n- c\n", "[1]", "b", "- a\n- b\n- c\n")]
    [InlineData("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n")]
    [InlineData("a: # todo\nb: 1\n", "a", "x", "a: x # todo\nb: 1\n")]
    [InlineData("a:", "a", "x", "a: x")]
    [InlineData("a: &x !!str b\nc: 1\n", "a", "d", "a: &x !!str d\nc: 1\n")]
    [InlineData("1: a\nb: c\n", "1", "x", "1: x\nb: c\n")]
    [InlineData("? a\n: b\n", "a", "c", "? a\n: c\n")]
    [InlineData("plain", "", "other", "other")]
    [InlineData("--- # one\na: b\n... \n--- # two\na: c\n", "a", "x", "--- # one\na: x\n... \n--- # two\na: c\n")]
    public void A_string_is_set_and_every_other_byte_stays(string before, string path, string value, string after) =>
        Assert.Equal(after, Made(Set(before, path, value)));

    [Theory]
    [InlineData("a: |\n  one\n  two\n\nb: c\n", "one\n2\n", "a: |\n  one\n  2\n\nb: c\n")]
    [InlineData("a: |\n  one\n  two\n\nb: c\n", "one\ntwo\nthree\n", "a: |\n  one\n  two\n  three\n\nb: c\n")]
    [InlineData("a: |\n  one\nb: c\n", "one", "a: |-\n  one\nb: c\n")]
    [InlineData("a: |- # why\n    one\nb: c\n", "two", "a: |- # why\n    two\nb: c\n")]
    [InlineData("a: |\n  one\nb: c\n", "one\n\n\n", "a: |+\n  one\n\n\nb: c\n")]
    [InlineData("a: |+\n  one\n\nb: c\n", "two\n\n", "a: |+\n  two\n\nb: c\n")]
    [InlineData("a: |\r\n  one\r\n  two\r\nb: c\r\n", "one\nthree\n\nfour\n", "a: |\r\n  one\r\n  three\r\n\r\n  four\r\nb: c\r\n")]
    [InlineData("a: |\n  one", "two", "a: |\n  two")]
    [InlineData("a: |2\n   one\n  two\nb: c\n", "   one\ntwo\n", "a: |2\n     one\n  two\nb: c\n")]
    [InlineData("a: |\n  one\nb: c\n", "  one\ntwo\n", "a: \"  one\\ntwo\\n\"\nb: c\n")]
    [InlineData("a: |\n  one\n\nb: c\n", "\u0001", "a: \"\\u0001\"\n\nb: c\n")]
    [InlineData("a: >\n  one\n  two\n\n  three\n\nb: c\n", "one 2\nthree\n", "a: >\n  one\n  2\n\n  three\n\nb: c\n")]
    [InlineData("a: >-\n  one\n  two\nb: c\n", "four\nfive", "a: >-\n  four\n\n  five\nb: c\n")]
    [InlineData("a: one\n  two\n  three # c\nb: c\n", "one 2 three", "a: one\n  2\n  three # c\nb: c\n")]
    [InlineData("a: \"one\n  two\"\nb: c\n", "one 2", "a: \"one\n  2\"\nb: c\n")]
    public void A_scalar_of_several_lines_keeps_its_layout(string before, string value, string after) =>
        Assert.Equal(after, Made(Set(before, "a", value)));

    [Theory]
    [InlineData("a: 1\n", "2", "a: 2\n")]
    [InlineData("a: '1' # c\n", "2", "a: 2 # c\n")]
    [InlineData("a: True\n", "false", "a: False\n")]
    [InlineData("a: FALSE\n", "true", "a: TRUE\n")]
    [InlineData("a: \"x\"\n", "null", "a: null\n")]
    [InlineData("a: |\n  x\nb: 1\n", "2.5", "a: 2.5\nb: 1\n")]
    [InlineData("{\n\t\"a\": \"b\"\n}\n", "\"c \\\"d\\\"\"", "{\n\t\"a\": \"c \\\"d\\\"\"\n}\n")]
    [InlineData("{\"a\": 1}", "\"one\"", "{\"a\": \"one\"}")]
    public void A_json_value_keeps_its_type(string before, string json, string after) =>
        Assert.Equal(after, Made(YamlEditor.Set(YamlFile.Parse(before), 0, YamlPath.Parse("a"), Json(json))));

    [Theory]
    [InlineData("a: 'b'\n", "\"b\"")]
    [InlineData("a: 0x10\n", "16")]
    [InlineData("a: 1.50\n", "1.5")]
    [InlineData("a: ~\n", "null")]
    [InlineData("a:\n", "null")]
    [InlineData("a: yes\n", "\"yes\"")]
    [InlineData("a: >-\n  b\n  c\n", "\"b c\"")]
    public void The_same_value_changes_nothing(string before, string json)
    {
        var file = YamlFile.Parse(before);

        Assert.Same(file, YamlEditor.Set(file, 0, YamlPath.Parse("a"), Json(json)).File);
    }

    [Theory]
    [InlineData("a: 1\n", "a", "2", "a: 2\n")]
    [InlineData("a: 1\n", "a", "two", "a: two\n")]
    [InlineData("a: \"1.9\"\n", "a", "1.10", "a: \"1.10\"\n")]
    [InlineData("a: x\n", "a", "5", "a: \"5\"\n")]
    public void What_a_person_types_takes_the_old_type(string before, string path, string text, string after) =>
        Assert.Equal(after, Made(YamlEditor.SetText(YamlFile.Parse(before), 0, YamlPath.Parse(path), text)));

    [Theory]
    [InlineData("a: 1\na: 2\n", "a", "a is written twice, in lines 1 and 2; remove one of them first")]
    [InlineData("a: &x 1\nb: *x\n", "a", "the value in line 1 is anchored as &x and used again in line 2, which would change too")]
    [InlineData("a: &x {b: 1}\nc: *x\n", "a.b", "the value in line 1 is anchored as &x and used again in line 2, which would change too")]
    [InlineData("a: &x {b: 1}\nc: *x\n", "c.b", "the value in line 2 is the alias *x, which is defined in line 1; edit it there if all its uses are meant")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n", "c.b", "there is no c.b of its own, it may come from the merge key in line 3; edit it where it is defined")]
    [InlineData("a: b\n", "c", "there is no c")]
    [InlineData("a: [b]\n", "a[1]", "there is no a[1], the list in line 1 has 1 item")]
    [InlineData("a: b\n", "a.c", "there is no a.c, line 1 has a scalar there")]
    [InlineData("a: {b: c}\n", "a", "a is a mapping, and only a scalar can be set")]
    [InlineData("", "a", "there is no document 0, the file has 0 documents")]
    [InlineData("---\n---\na: b\n", "a", "document 0 is empty")]
    public void What_could_mean_something_else_is_refused(string before, string path, string refusal)
    {
        var result = Set(before, path, "x");

        Assert.Null(result.File);
        Assert.Equal(refusal, result.Refusal);
    }

    [Fact]
    public void An_anchored_value_changes_when_all_its_uses_are_meant() =>
        Assert.Equal("a: &x 2\nb: *x\n", Made(YamlEditor.SetRaw(YamlFile.Parse("a: &x 1\nb: *x\n"), 0, YamlPath.Parse("a"), "2", allUses: true)));

    [Fact]
    public void A_merged_value_may_be_overridden_where_it_has_its_own() =>
        Assert.Equal("a: &x {b: 1}\nc:\n  <<: *x\n  b: 3\n", Made(Set("a: &x {b: 1}\nc:\n  <<: *x\n  b: \"2\"\n", "c.b", Json("3"))));

    [Theory]
    [InlineData("a: b\n\tc: d\n")]
    [InlineData("a:\n\t- b\n")]
    [InlineData("a: {{ .Values.image }}\n")]
    [InlineData("{{- if .Values.a }}\na: b\n{{- end }}\n")]
    [InlineData("a: [b\n")]
    [InlineData("a: 'b\n")]
    [InlineData("a: b: c\n")]
    public void What_is_not_yaml_is_refused_with_a_line(string text) =>
        Assert.InRange(Assert.Throws<YamlRefusedException>(() => YamlFile.Parse(text)).Line!.Value, 1, 3);

    [Theory]
    [InlineData("x # y")]
    [InlineData("x\nb: y")]
    [InlineData("[x]")]
    [InlineData("&x y")]
    [InlineData("!!int 5")]
    [InlineData("'x")]
    [InlineData("x: y")]
    [InlineData("*x")]
    [InlineData("x\n---\nz: 1")]
    public void A_source_text_that_is_more_than_one_scalar_is_refused(string raw) =>
        Assert.False(YamlEditor.SetRaw(YamlFile.Parse("a: b\nc: d\n"), 0, YamlPath.Parse("a"), raw).IsMade);

    [Theory]
    [InlineData("a: b\n", "", "a: b\nnew: {}\n")]
    [InlineData("a: b # c\n\n# end\n", "", "a: b # c\nnew: {}\n\n# end\n")]
    [InlineData("a: b", "", "a: b\nnew: {}")]
    [InlineData("a:\n    b: |\n        c\n\nd: e\n", "a", "a:\n    b: |\n        c\n    new: {}\n\nd: e\n")]
    [InlineData("a:\n  b: |+\n    c\n\nd: e\n", "a", "a:\n  b: |+\n    c\n\n  new: {}\nd: e\n")]
    [InlineData("- &x\n  a: b\n- c\n", "[0]", "- &x\n  a: b\n  new: {}\n- c\n")]
    [InlineData("a: {b: c}\n", "a", "a: {b: c, new: {}}\n")]
    [InlineData("a: {}\n", "a", "a: {new: {}}\n")]
    [InlineData("{\r\n  \"a\": 1\r\n}\r\n", "", "{\r\n  \"a\": 1,\r\n  \"new\": {}\r\n}\r\n")]
    public void A_key_is_added_behind_the_last_one(string before, string path, string after) =>
        Assert.Equal(after, Made(YamlEditor.AddKey(YamlFile.Parse(before), 0, YamlPath.Parse(path), "new", new JsonObject())));

    [Theory]
    [InlineData("a:\n- b\nc: d\n", "a:\n- b\n- {k: [1, two], t: \"true\"}\nc: d\n", true)]
    [InlineData("a:\n  -   b: 1\n      c: 2\n", "a:\n  -   b: 1\n      c: 2\n  -   k:\n        - 1\n        - two\n      t: \"true\"\n", false)]
    [InlineData("a:\nc: d\n", "a:\n- k:\n  - 1\n  - two\n  t: \"true\"\nc: d\n", false)]
    [InlineData("a: &x\n- b\n", "a: &x\n- b\n- k:\n  - 1\n  - two\n  t: \"true\"\n", false)]
    [InlineData("x:\n    y: 1\na:\n    - b\n", "x:\n    y: 1\na:\n    - b\n    - k:\n          - 1\n          - two\n      t: \"true\"\n", false)]
    public void An_item_is_appended_in_the_layout_of_the_file(string before, string after, bool likeAFlow)
    {
        var item = new JsonObject { ["k"] = new JsonArray(1, "two"), ["t"] = "true" };
        var result = YamlEditor.Append(YamlFile.Parse(before), 0, YamlPath.Parse("a"), item);

        Assert.Equal(likeAFlow ? after.Replace("{k: [1, two], t: \"true\"}", "k:\n  - 1\n  - two\n  t: \"true\"", StringComparison.Ordinal) : after, Made(result));
    }

    [Theory]
    [InlineData("a: [b # c\n  ]\n")]
    [InlineData("a: b\n")]
    [InlineData("a: &x [b]\nc: *x\n")]
    public void An_item_is_not_appended_where_it_is_not_clear_how(string before) =>
        Assert.False(YamlEditor.Append(YamlFile.Parse(before), 0, YamlPath.Parse("a"), "x").IsMade);

    private static YamlEditResult Set(string before, string path, string value) => Set(before, path, YamlValue.String(value));

    private static YamlEditResult Set(string before, string path, YamlValue value) => YamlEditor.Set(YamlFile.Parse(before), 0, YamlPath.Parse(path), value);

    private static YamlValue Json(string json) => YamlValue.FromJson(System.Text.Json.JsonDocument.Parse(json).RootElement);

    private static string Made(YamlEditResult result)
    {
        Assert.Null(result.Refusal);
        return result.File!.Text;
    }
}
