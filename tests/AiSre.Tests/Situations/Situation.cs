using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AiSre.Tests.Detection;

namespace AiSre.Tests.Situations;

/// <summary>
/// One situation of a cluster, written down in a file of a folder beside this one. Its first lines are comments: what it is about, the causes that
/// are to be found (<c># cause: Code|OtherCode Kind/namespace/name|…</c>, or <c>none</c>), what makes its healthy twin of it
/// (<c># twin: these words => those</c>), and logs (<c># log: namespace/pod/container</c>, then each line behind <c>#   </c>).
/// </summary>
public sealed partial record Situation(string Name, string Text)
{
    /// <summary>The causes to be found, each with the codes and the objects that are right.</summary>
    public IReadOnlyList<(string[] Codes, string[] Objects)> Causes => [.. Header("cause").Where(line => line != "none").Select(line => line.Split(' ', 2)).Select(parts => (parts[0].Split('|'), parts[1].Split('|')))];

    public bool HasTwin => Header("twin").Any();

    public static IReadOnlyList<Situation> All { get; } = [.. Directory.EnumerateFiles(Folder(), "*.yaml", SearchOption.AllDirectories)
        .Select(file => new Situation(Path.GetRelativePath(Folder(), file)[..^".yaml".Length].Replace('\\', '/'), File.ReadAllText(file)))
        .OrderBy(situation => situation.Name, StringComparer.Ordinal)];

    public override string ToString() => Name;

    internal Scene ToScene() => ToScene(Text);

    internal Scene ToTwin()
    {
        var body = Text;
        foreach (var change in Header("twin").Select(line => line.Split(" =>", 2)))
        {
            body = string.Join('\n', body.Split('\n').Select(line => line.StartsWith('#') ? line : line.Replace(change[0], change[1].TrimStart(), StringComparison.Ordinal)));
        }

        Assert.NotEqual(Text, body);
        return ToScene(body, withLogs: false);
    }

    private static Scene ToScene(string text, bool withLogs = true)
    {
        var scene = Scene.Of(text);
        foreach (var log in Log().Matches(text).Where(_ => withLogs))
        {
            scene.Log(log.Groups["at"].Value, string.Concat(log.Groups["line"].Captures.Select(line => line.Value + "\n")));
        }

        return scene;
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private IEnumerable<string> Header(string name) => Text.Split('\n').TakeWhile(line => line.StartsWith('#'))
        .Where(line => line.StartsWith($"# {name}: ", StringComparison.Ordinal)).Select(line => line[($"# {name}: ".Length)..].Trim());

    [GeneratedRegex(@"^# log: (?<at>\S+)\n(?:#   (?<line>.*)\n)+", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Log();
}
