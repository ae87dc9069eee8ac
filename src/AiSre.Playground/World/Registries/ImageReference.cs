namespace AiSre.Playground.World.Registries;

/// <summary>An image reference taken apart and completed, as container runtimes do.</summary>
/// <param name="Host">The registry, with port if any; <c>docker.io</c> where the reference names none.</param>
/// <param name="Repository">The path in the registry, such as <c>library/nginx</c>.</param>
/// <param name="Tag">The tag; <c>latest</c> where the reference names neither tag nor digest; null with a digest only.</param>
/// <param name="Digest">The digest, such as <c>sha256:…</c>; null when not given.</param>
public sealed record ImageReference(string Host, string Repository, string? Tag, string? Digest)
{
    /// <summary>What the registry is asked for: the digest if there is one, else the tag.</summary>
    public string Version => Digest ?? Tag!;

    /// <summary>The completed reference, as it stands in messages of containerd.</summary>
    public override string ToString() => Digest is null ? $"{Host}/{Repository}:{Tag}" : $"{Host}/{Repository}@{Digest}";

    /// <returns>Null when it is not a valid reference.</returns>
    public static ImageReference? Parse(string text)
    {
        if (text.Length == 0 || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return null;
        }

        var (rest, digest) = Cut(text, text.IndexOf('@', StringComparison.Ordinal));
        var colon = rest.LastIndexOf(':');
        var (path, tag) = colon > rest.LastIndexOf('/') ? Cut(rest, colon) : (rest, null);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        var namesHost = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        var host = namesHost ? first : "docker.io";
        var repository = namesHost ? path[(slash + 1)..] : slash < 0 ? $"library/{path}" : path;
        return repository.Length == 0 || tag is "" || repository.Any(char.IsAsciiLetterUpper)
            ? null
            : new(host, repository, tag ?? (digest is null ? "latest" : null), digest);
    }

    private static (string Head, string? Tail) Cut(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
