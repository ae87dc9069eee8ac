using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace AiSre.Clusters.Objects;

/// <summary>A container image reference, taken apart: <c>registry.example:5000/shop/checkout:1.4@sha256:…</c>.</summary>
/// <remarks>
/// The grammar and the defaults (<c>docker.io</c>, <c>library/</c>) are those of the CNCF Distribution project's reference package, which
/// Docker, containerd and the kubelet share. The spelling is kept: <see cref="ToString"/> gives back the text that was parsed.
/// </remarks>
public sealed partial record ImageReference
{
    /// <summary>The registry of references that name none.</summary>
    public const string DefaultRegistry = "docker.io";

    private const string OfficialNamespace = "library/";
    private const int LongestName = 255;

    private ImageReference(string? spelledRegistry, string path, string? tag, string? digest)
    {
        SpelledRegistry = spelledRegistry;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The registry as the reference writes it; null when it writes none.</summary>
    public string? SpelledRegistry { get; }

    /// <summary>What stands between registry and tag as written: <c>nginx</c>, <c>shop/checkout</c>.</summary>
    public string Path { get; }

    /// <summary>The tag; null when there is none (which means <c>latest</c>, unless there is a digest).</summary>
    public string? Tag { get; }

    /// <summary>The digest with its algorithm, <c>sha256:…</c>; null when there is none.</summary>
    public string? Digest { get; }

    /// <summary>Host, and port where one is written, in lower case; <c>docker.io</c> where the reference names none.</summary>
    public string Registry => NormalizeRegistry(SpelledRegistry ?? DefaultRegistry);

    /// <summary>The repository within the registry, <c>library/</c> included: <c>library/nginx</c> for <c>nginx</c>.</summary>
    public string Repository => Registry == DefaultRegistry && !Path.Contains('/') ? OfficialNamespace + Path : Path;

    /// <summary>Registry and path as written, without tag and digest.</summary>
    public string Name => SpelledRegistry is null ? Path : $"{SpelledRegistry}/{Path}";

    /// <summary>Takes a reference apart; false when it is none, by the grammar that container runtimes apply.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        if (string.IsNullOrEmpty(text) || Grammar().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var name = match.Groups["name"].Value;
        if (name.Length > LongestName)
        {
            return false;
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var isRegistry = slash > 0 && LooksLikeRegistry(name[..slash]);
        var path = isRegistry ? name[(slash + 1)..] : name;
        if (!PathGrammar().IsMatch(path))
        {
            return false;
        }

        reference = new ImageReference(
            isRegistry ? name[..slash] : null,
            path,
            match.Groups["tag"] is { Success: true } tag ? tag.Value : null,
            match.Groups["digest"] is { Success: true } digest ? digest.Value : null);
        return true;
    }

    /// <summary>Takes a reference apart.</summary>
    /// <exception cref="FormatException">The text is no image reference.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference) ? reference : throw new FormatException($"'{text}' is not an image reference.");

    /// <summary>A registry's name as it is compared: lower case, and <c>docker.io</c> for its older name <c>index.docker.io</c>.</summary>
    public static string NormalizeRegistry(string registry)
    {
        var lower = registry.ToLowerInvariant();
        return lower == "index.docker.io" ? DefaultRegistry : lower;
    }

    /// <summary>Whether the text is a registry: a host that a reference can name (<c>registry.example</c>, <c>localhost</c>, <c>mirror:5000</c>).</summary>
    public static bool IsRegistry(string text) => LooksLikeRegistry(text) && RegistryGrammar().IsMatch(text);

    /// <summary>
    /// The same repository, tag and digest at another registry. <c>nginx:1</c> becomes <c>mirror.example/library/nginx:1</c>, since
    /// <c>library/nginx</c> is the repository's name; everything else keeps its spelling.
    /// </summary>
    /// <param name="registry">Host with an optional port, and an optional path in front of the repository: <c>mirror.example/proxy</c>.</param>
    /// <exception cref="FormatException">The result is no image reference.</exception>
    public ImageReference WithRegistry(string registry) =>
        Parse(Spell($"{registry}/{(NormalizeRegistry(registry) == DefaultRegistry ? Path : Repository)}", Tag, Digest));

    public override string ToString() => Spell(Name, Tag, Digest);

    private static string Spell(string name, string? tag, string? digest) =>
        name + (tag is null ? "" : ":" + tag) + (digest is null ? "" : "@" + digest);

    // The first part is a host only when it cannot be a path component: "shop/checkout" names no registry.
    private static bool LooksLikeRegistry(string text) =>
        text.Contains('.') || text.Contains(':') || text == "localhost" || text.Any(char.IsAsciiLetterUpper);

    [GeneratedRegex(@"\A(?<name>(?:(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?/)?[^:@\s]+)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}))?\z", RegexOptions.ECMAScript | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PathGrammar();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegistryGrammar();
}
