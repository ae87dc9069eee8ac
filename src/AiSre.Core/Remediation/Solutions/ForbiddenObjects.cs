using System.Text.RegularExpressions;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Finds, between two versions of a file, changes of objects that no runbook may change: what grants rights, holds secrets, or defines others. Pure.</summary>
internal static partial class ForbiddenObjects
{
    /// <summary>The first such object that differs, as kind and name; null when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="before">Its text; null where it is not there.</param>
    /// <param name="after">Its other text; null where it is not there.</param>
    public static string? Find(string path, string? before, string? after)
    {
        if (Read(path, before) is not { } old || Read(path, after) is not { } now)
        {
            // A template is no YAML: that it speaks of such a kind is all that can be told.
            return KindLine().Matches($"{before}\n{after}").Select(match => match.Groups["kind"].Value).FirstOrDefault(FieldRules.IsForbidden);
        }

        return old.Keys.Union(now.Keys).Order(StringComparer.Ordinal).FirstOrDefault(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name));
    }

    private static Dictionary<string, string>? Read(string path, string? text)
    {
        try
        {
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var item in text is null ? [] : ManifestReader.Objects(path, YamlFile.Parse(text)).Where(item => FieldRules.IsForbidden(item.Declared.Kind)))
            {
                found[$"{item.Declared.Kind} {item.Declared.Name}"] = new YamlView(item.Layers[0].Content).Flat(item.Layers[0].Node);
            }

            return found;
        }
        catch (YamlRefusedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s*(?:-\s+)?[""']?kind[""']?\s*:\s*[""']?(?<kind>\w+)", RegexOptions.Multiline)]
    private static partial Regex KindLine();
}
