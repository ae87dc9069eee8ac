using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Solutions;

/// <summary>One image to change at its place in Git. Equal edits, asked for by several containers, are one.</summary>
/// <param name="Place">Where.</param>
/// <param name="From">The image that Git gives the container now.</param>
/// <param name="To">The image that it should give.</param>
internal sealed record ImageEdit(ImagePlace Place, string From, ImageReference To)
{
    /// <summary>What an entry of a kustomization's <c>images</c> has to say, key by key, null for a key to take away: only what differs.</summary>
    public IReadOnlyList<(string Key, string? Value)> EntryKeys
    {
        get
        {
            var (from, keys) = (KustomizeImageName.Parse(From), new List<(string, string?)>());
            if (from.Name != To.Name)
            {
                keys.Add(("newName", To.Name));
            }

            // A new tag or digest replaces both old ones, so both are said.
            if (from.Tag != (To.Tag ?? "") || from.Digest != (To.Digest ?? ""))
            {
                keys.AddRange([("newTag", To.Tag), ("digest", To.Digest)]);
            }

            return keys;
        }
    }

    /// <summary>What a setting of an application has to say, spelled as it is now: <c>name=newName:tag</c>, or only the image where its name stays.</summary>
    public string SettingText(string now)
    {
        var equals = now.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? KustomizeImageName.Parse(now).Name : now[..equals];
        return equals < 0 && To.Name == name ? To.ToString() : $"{name}={To}";
    }
}
