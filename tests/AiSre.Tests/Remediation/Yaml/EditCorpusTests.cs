using System.Text.Json;
using AiSre.Remediation.Yaml;

namespace AiSre.Tests.Remediation.Yaml;

public sealed class EditCorpusTests
{
    [Fact]
    public void Every_real_edit_is_repeated_to_the_byte()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var pair in EditCorpus.Read("edit-pairs.jsonl.gz"))
        {
            count++;
            var result = Edit(pair, (file, document, path) => YamlEditor.SetRaw(file, document, path, Text(pair, "new_raw")));
            if (result.File?.Text != Text(pair, "after"))
            {
                failures.Add($"{Text(pair, "id")}: {result.Refusal ?? "another text"}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join('\n', failures.Take(20))}");
        Assert.NotEqual(0, count);
    }

    [Fact]
    public void Undoing_every_real_edit_restores_the_bytes()
    {
        foreach (var pair in EditCorpus.Read("edit-pairs.jsonl.gz"))
        {
            var path = YamlPath.FromJson(pair.GetProperty("path"));
            var result = YamlEditor.SetRaw(YamlFile.Parse(Text(pair, "after")), pair.GetProperty("document").GetInt32(), path, Text(pair, "old_raw"));

            Assert.True(result.IsMade, $"{Text(pair, "id")}: {result.Refusal}");
            Assert.True(Text(pair, "before") == result.File.Text, Text(pair, "id"));
        }
    }

    [Fact]
    public void Every_new_value_is_set_and_touches_nothing_else()
    {
        // Some people change the quotes together with the value; nobody can know.
        const double leastToTheByte = 0.98;
        int count = 0, toTheByte = 0;
        var failures = new List<string>();
        foreach (var pair in EditCorpus.Read("edit-pairs.jsonl.gz"))
        {
            count++;
            var value = YamlValue.FromJson(pair.GetProperty("new_value"));
            var result = Edit(pair, (file, document, path) => YamlEditor.Set(file, document, path, value));
            if (!result.IsMade)
            {
                failures.Add($"{Text(pair, "id")}: {result.Refusal}");
            }
            else if (result.File.Text == Text(pair, "after"))
            {
                toTheByte++;
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{toTheByte} of {count} as people wrote them.");
        Assert.True(toTheByte > leastToTheByte * count, $"{toTheByte} of {count}");
    }

    [Fact]
    public void Templates_are_refused_with_a_line()
    {
        var count = 0;
        foreach (var template in EditCorpus.Read("unparseable.jsonl.gz"))
        {
            count++;
            var refused = Assert.Throws<YamlRefusedException>(() => YamlFile.Parse(Text(template, "text")));
            Assert.NotNull(refused.Line);
        }

        Assert.NotEqual(0, count);
    }

    private static YamlEditResult Edit(JsonElement pair, Func<YamlFile, int, YamlPath, YamlEditResult> edit) =>
        edit(YamlFile.Parse(Text(pair, "before")), pair.GetProperty("document").GetInt32(), YamlPath.FromJson(pair.GetProperty("path")));

    private static string Text(JsonElement pair, string name) => pair.GetProperty(name).GetString()!;
}
