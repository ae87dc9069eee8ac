using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Origins;

/// <summary>Where in Git a field of a live object stands, and how to read it from any version of that file. Pure.</summary>
/// <param name="file">The file, from the repository's root.</param>
internal abstract class FieldLocation(string file)
{
    public string File { get; } = file;

    /// <summary>The field as this text has it.</summary>
    /// <param name="text">The file at some commit; null where it is not there.</param>
    public abstract FieldText Read(string? text);
}

/// <summary>A field of a manifest or of a patch: the document that names the object has it.</summary>
internal sealed class ManifestField(string file, string kind, IReadOnlyCollection<string> names, string field) : FieldLocation(file)
{
    public override FieldText Read(string? text) => text is null ? default : Read(Parsed(text));

    private FieldText Read(YamlFile? parsed)
    {
        if (parsed is null)
        {
            return default;
        }

        var view = new YamlView(parsed);
        return Manifests(view, parsed)
            .Where(node => ManifestReader.Identity(view, node) is { } named && named.Kind == kind && names.Contains(named.Name))
            .Select(node => FieldPlace.Read(view, node, field))
            .LastOrDefault(found => found.Value is not null);
    }

    private static IEnumerable<YamlNode> Manifests(YamlView view, YamlFile file) => file.Documents.OfType<YamlNode>().SelectMany(root =>
        view.Text(root, "kind")?.EndsWith("List", StringComparison.Ordinal) == true ? view.Items(root, "items").Select(pair => pair.Item) : [root]);

    private static YamlFile? Parsed(string text)
    {
        try
        {
            return YamlFile.Parse(text);
        }
        catch (YamlRefusedException)
        {
            return null;
        }
    }
}

/// <summary>A line of a file that sets the field by other means: an entry of a kustomization, an inline patch, a chart's values.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The line, without the blanks around it.</param>
/// <param name="isTaken">Whether it is the line's going that changed the field.</param>
internal sealed class TextLine(string file, string line, bool isTaken) : FieldLocation(file)
{
    public override FieldText Read(string? text)
    {
        var number = text is null ? -1 : Array.FindIndex(text.Split('\n'), one => one.Trim() == line);
        return number < 0 ? default : new FieldText(line, isTaken ? null : number + 1);
    }

    /// <summary>The one line that differs between two versions and has the changed value; null when none has, or several do.</summary>
    public static TextLine? Find(string file, string? before, string? after, FieldChange change)
    {
        var isTaken = change.After is null;
        var (has, lacks) = isTaken ? (before, after) : (after, before);
        var known = (lacks ?? "").Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var news = (has ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#' && !known.Contains(line)).Distinct().ToList();
        var keys = KeysOf(change.Path);
        foreach (var value in ValuesOf(change))
        {
            var candidates = news.Where(line => Has(line, value)).ToList();
            var named = candidates.Where(line => keys.Any(key => line.Contains(key, StringComparison.OrdinalIgnoreCase))).ToList();
            if (named is [var one] || (named.Count == 0 && value.Length > 2 && candidates is [_] && (one = candidates[0]) is not null))
            {
                return new TextLine(file, one, isTaken);
            }
        }

        return null;
    }

    // An image is often written in parts: its name here, its tag there. The whole first, then what of it changed.
    private static IEnumerable<string> ValuesOf(FieldChange change)
    {
        var value = change.After ?? change.Before ?? "";
        if (value.Length == 0 || value[0] is '{' or '[')
        {
            yield break;
        }

        yield return value;
        if (IsImage(change.Path) && change is { Before: { } old, After: { } now })
        {
            var (before, after) = (KustomizeImageName.Parse(old), KustomizeImageName.Parse(now));
            foreach (var (was, part) in new[] { (before.Tag, after.Tag), (before.Digest, after.Digest), (before.Name, after.Name) })
            {
                if (part.Trim(':', '@') is { Length: > 0 } bare && was != part)
                {
                    yield return bare;
                }
            }
        }
    }

    private static string[] KeysOf(string path) =>
        IsImage(path) ? ["image", "tag", "digest", "newName", "repository", "registry"]
        : path == "spec.replicas" ? ["replicas", "count"]
        : [FieldPath.Parse(path).Steps[^1]];

    private static bool IsImage(string path) => path.EndsWith(".image", StringComparison.Ordinal);

    // "1.1" is not in "1.1.0", and "64Mi" not in "164Mi".
    private static bool Has(string line, string value)
    {
        for (var at = line.IndexOf(value, StringComparison.Ordinal); at >= 0; at = line.IndexOf(value, at + 1, StringComparison.Ordinal))
        {
            var end = at + value.Length;
            if ((at == 0 || !IsWord(line[at - 1])) && (end == line.Length || !IsWord(line[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '.' or '-' or '_';
}
