namespace AiSre.Remediation.Sources;

/// <summary>An entry of a kustomization's <c>images</c>.</summary>
internal sealed record KustomizeImagesEntry(string Name, string? NewName, string? NewTag, string? Digest, string? TagSuffix)
{
    /// <summary>The image after the entry; null when the entry is about another image.</summary>
    public string? Apply(string image)
    {
        var parsed = KustomizeImageName.Parse(image);
        if (parsed.Name != Name)
        {
            return null;
        }

        // A new tag or digest replaces both old ones.
        var (tag, digest) = (NewTag, Digest) switch
        {
            ({ } newTag, var newDigest) => (newTag, newDigest ?? ""),
            (null, { } newDigest) => ("", newDigest),
            _ => TagSuffix is null ? (parsed.Tag, parsed.Digest) : (parsed.Tag + TagSuffix, ""),
        };
        return new KustomizeImageName(NewName ?? parsed.Name, tag, digest).ToString();
    }
}
