using AiSre.Runbooks;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>A pattern for files: <c>*</c> and <c>?</c> stay within a folder, <c>**</c> is any number of folders.</summary>
/// <param name="Pattern">The pattern as written.</param>
public sealed record PathPattern(string Pattern)
{
    private readonly string[] _parts = Pattern.Split('/');

    /// <summary>Whether a path from the repository's root fits, in time linear in pattern times path.</summary>
    public bool Matches(string path)
    {
        // reached[i]: the first i parts of the pattern fit what was read of the path.
        var reached = new bool[_parts.Length + 1];
        reached[0] = true;
        Skip(reached);
        foreach (var folder in path.Split('/'))
        {
            var next = new bool[reached.Length];
            for (var part = 0; part < _parts.Length; part++)
            {
                next[part] |= reached[part] && _parts[part] == "**";
                next[part + 1] |= reached[part] && _parts[part] != "**" && new Glob(_parts[part]).Matches(folder);
            }

            Skip(next);
            reached = next;
        }

        return reached[^1];
    }

    public override string ToString() => Pattern;

    // Two stars may also stand for no folder at all.
    private void Skip(bool[] reached)
    {
        for (var part = 0; part < _parts.Length; part++)
        {
            reached[part + 1] |= reached[part] && _parts[part] == "**";
        }
    }
}
