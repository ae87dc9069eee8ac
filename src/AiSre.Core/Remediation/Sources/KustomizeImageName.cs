namespace AiSre.Remediation.Sources;

/// <summary>An image reference as Kustomize cuts it: by its punctuation only, so that template tags survive.</summary>
/// <param name="Name">Everything before tag and digest.</param>
/// <param name="Tag">Empty when there is none.</param>
/// <param name="Digest">Empty when there is none.</param>
internal readonly record struct KustomizeImageName(string Name, string Tag, string Digest)
{
    public static KustomizeImageName Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (rest, digest) = at < 0 ? (image, "") : (image[..at], image[(at + 1)..]);
        var colon = rest.IndexOf(':', rest.LastIndexOf('/') + 1);
        return colon < 0 ? new(rest, "", digest) : new(rest[..colon], rest[(colon + 1)..], digest);
    }

    public override string ToString() => Name + (Tag.Length == 0 ? "" : ":" + Tag) + (Digest.Length == 0 ? "" : "@" + Digest);
}
