using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks;
using AiSre.Runbooks.Format;

namespace AiSre.Remediation.Decisions.Rejections;

/// <summary>A runbook's text with the change that rejections ask for; its owner reads it, mends it and saves it, or does not.</summary>
/// <param name="Words">What it changes, the end of a sentence: <c>leave out namespace shop of cluster prod</c>.</param>
/// <param name="Text">The whole text; every other byte is as it was.</param>
public sealed record RunbookAmendment(string Words, string Text)
{
    /// <summary>
    /// Writes it: what was of the wrong cause or the wrong fix is left out with <c>not-when</c>, what was too risky is only advised there.
    /// Null where the change belongs elsewhere, or the text cannot take it.
    /// </summary>
    internal static RunbookAmendment? Write(string text, RejectionReason reason, CommonPlace place) => reason switch
    {
        RejectionReason.WrongCause or RejectionReason.WrongFix => Of($"leave out {place}", text, yaml => LeaveOut(yaml, place)),
        RejectionReason.TooRisky => Of($"only advise in {place}", text, yaml => RunbookParser.Parse(text).Runbook is { } runbook ? OnlyAdvise(yaml, runbook.Modes, place) : null),
        _ => null,
    };

    private static RunbookAmendment? Of(string words, string text, Func<YamlFile, YamlEditResult?> edit)
    {
        if (FrontMatter.TrySplit(text, out var parts) is not null)
        {
            return null;
        }

        var start = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        YamlFile file;
        try
        {
            file = YamlFile.Parse(parts.Yaml);
        }
        catch (YamlRefusedException)
        {
            return null;
        }

        return edit(file) is { IsMade: true } made && text[..start] + made.File.Text + text[(start + parts.Yaml.Length)..] is var changed && RunbookParser.Parse(changed).IsValid
            ? new RunbookAmendment(words, changed)
            : null;
    }

    private static YamlEditResult LeaveOut(YamlFile file, CommonPlace place)
    {
        var entry = place.Write([]);
        var appended = YamlEditor.Append(file, 0, YamlPath.Root.Key("not-when"), entry);
        return appended.IsMade ? appended : YamlEditor.AddKey(file, 0, YamlPath.Root, "not-when", new JsonArray(entry));
    }

    private static YamlEditResult? OnlyAdvise(YamlFile file, RunbookModes modes, CommonPlace place)
    {
        JsonArray list = [place.Write(new JsonObject { ["is"] = Word(RunbookMode.Advise) }), .. modes.Scopes.Select(Write)];
        var without = YamlEditor.Remove(file, 0, YamlPath.Root.Key("mode"));
        return YamlEditor.AddKey(without.File ?? file, 0, YamlPath.Root, "mode", list);
    }

    private static JsonNode Write(ScopedMode mode)
    {
        var entry = new JsonObject { ["is"] = Word(mode.Mode) };
        Add("clusters", mode.Where.Clusters);
        Add("namespaces", mode.Where.Namespaces);
        Add("applications", mode.Where.Applications);
        if (!mode.Where.Labels.IsEmpty)
        {
            entry["labels"] = new JsonObject(mode.Where.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)List(label.Value))));
        }

        return entry;

        void Add(string key, IReadOnlyCollection<Glob> globs)
        {
            if (globs.Count > 0)
            {
                entry[key] = List(globs);
            }
        }
    }

    private static JsonArray List(IEnumerable<Glob> globs) => [.. globs.Select(glob => (JsonNode)glob.Pattern)];

    private static string Word(RunbookMode mode) => mode.ToString().ToLowerInvariant();
}
