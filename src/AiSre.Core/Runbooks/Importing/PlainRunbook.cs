using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Runbooks.Importing;

/// <summary>
/// Makes a runbook of a text as others write them: Markdown with sections such as General, Symptoms, Root cause and Solution, or a skill with
/// <c>name</c> and <c>description</c>. It stays prose until somebody adds the typed part; one is proposed as a comment.
/// </summary>
public static partial class PlainRunbook
{
    private const string Nobody = "nobody yet";

    private static readonly (string Title, string[] Others)[] Sections =
    [
        ("Symptom", ["symptoms", "symptom", "problem", "impact"]),
        ("Root cause", ["root cause", "root causes", "cause", "causes", "diagnosis"]),
        ("Solution", ["solution", "solutions", "resolution", "fix", "mitigation", "remediation", "steps", "procedure"]),
    ];

    /// <summary>Makes it. A text that is a runbook already is given back as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">Its file's name, which gives the id where the text does not; a skill's is that of its folder.</param>
    public static ImportedRunbook Convert(string text, string fileName)
    {
        if (RunbookParser.Parse(text) is { Runbook: { } known })
        {
            return new ImportedRunbook(text, [$"It is the runbook {known.Id} already; nothing was changed."]);
        }

        var notes = ImmutableArray.CreateBuilder<string>();
        var (facts, body) = Split(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"), notes);
        var heading = Heading().Match(body) is { Success: true } match ? match.Groups[1].Value.Trim() : null;
        var title = Plain(facts.GetValueOrDefault("title") ?? heading ?? facts.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(fileName));
        var id = Id(facts.GetValueOrDefault("id") ?? facts.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(fileName), title);
        var owner = Plain(facts.GetValueOrDefault("owner") ?? facts.GetValueOrDefault("team") ?? facts.GetValueOrDefault("author") ?? Nobody);
        if (owner == Nobody)
        {
            notes.Add("Nobody is named who keeps it right; set 'owner'.");
        }

        var (named, renamed) = Rename(body);
        notes.AddRange(renamed);
        var yaml = new StringBuilder($"---\nid: {id}\ntitle: {Quote(title)}\nowner: {Quote(owner)}\n");
        var hints = SymptomHints.Of(text);
        if (hints.IsEmpty)
        {
            notes.Add("It names nothing that AiSre detects, so it guides people only; add 'symptom' to have it chosen.");
        }
        else
        {
            yaml.Append("# It guides people only. To have AiSre choose it, take what is right of this:\n# symptom:\n");
            foreach (var group in hints.GroupBy(hint => hint.Key))
            {
                var codes = group.Select(hint => hint.Code).ToList();
                yaml.Append($"#   {group.Key}: {(codes.Count == 1 ? codes[0] : $"[{string.Join(", ", codes)}]")}\n");
            }

            notes.Add("A symptom is proposed as a comment in the front matter; take what is right of it.");
        }

        yaml.Append("---\n");
        if (heading is null)
        {
            yaml.Append($"# {title}\n\n");
        }

        if (facts.GetValueOrDefault("description") is { } description)
        {
            yaml.Append($"{description.Trim()}\n\n");
        }

        return new ImportedRunbook(yaml.Append(named.TrimStart('\n')).ToString(), notes.ToImmutable());
    }

    private static (Dictionary<string, string> Facts, string Body) Split(string text, ImmutableArray<string>.Builder notes)
    {
        var facts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (FrontMatter.TrySplit(text, out var frontMatter) is not null)
        {
            return (facts, text);
        }

        try
        {
            var stream = new YamlStream();
            if (YamlBounds.OfRunbooks.Refusal(frontMatter.Yaml) is null)
            {
                stream.Load(new YamlEvents(frontMatter.Yaml));
            }

            foreach (var (key, value) in (stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : []).Children)
            {
                if (value is YamlScalarNode { Value: { Length: > 0 } single })
                {
                    facts[key.ToString()] = single;
                }
                else
                {
                    notes.Add($"'{key}' of its front matter was left out, since it is no single value.");
                }
            }
        }
        catch (YamlException)
        {
            notes.Add("Its front matter is no YAML and was left out.");
        }

        return (facts, frontMatter.Body);
    }

    // Headings inside code blocks are none.
    private static (string Text, IEnumerable<string> Notes) Rename(string body)
    {
        var lines = body.Split('\n');
        var notes = new List<string>();
        var isCode = false;
        for (var index = 0; index < lines.Length; index++)
        {
            isCode ^= lines[index].TrimStart().StartsWith("```", StringComparison.Ordinal) || lines[index].TrimStart().StartsWith("~~~", StringComparison.Ordinal);
            if (isCode || SectionHeading().Match(lines[index]) is not { Success: true } match)
            {
                continue;
            }

            var title = match.Groups[2].Value.Trim().TrimEnd(':');
            if (Array.Find(Sections, section => section.Others.Contains(title.ToLowerInvariant())) is { Title: { } known } && known != title)
            {
                lines[index] = $"{match.Groups[1].Value} {known}";
                notes.Add($"The section '{title}' is called '{known}'.");
            }
        }

        return (string.Join('\n', lines), notes);
    }

    private static string Id(string name, string title)
    {
        var id = Slug(name.Equals("SKILL", StringComparison.OrdinalIgnoreCase) || name.Equals("README", StringComparison.OrdinalIgnoreCase) ? title : name);
        return id.Length > 0 ? id : "imported";
    }

    private static string Slug(string text)
    {
        var slug = NoWord().Replace(Humps().Replace(text, "-$0").ToLowerInvariant(), "-").Trim('-');
        return slug.Length > RunbookParser.LongestId ? slug[..RunbookParser.LongestId].Trim('-') : slug;
    }

    private static string Plain(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar).Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim().Trim('#', '*', '`', ' ') is { Length: > 0 } plain ? plain : "Imported runbook";

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^#\s+(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\A(#{1,6})\s+(.+?)\s*#*\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SectionHeading();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NoWord();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}

/// <summary>A runbook that was made of a text.</summary>
/// <param name="Text">The runbook's text.</param>
/// <param name="Notes">What was done and what a person should look at, one sentence each.</param>
public sealed record ImportedRunbook(string Text, ImmutableArray<string> Notes);
