using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Runs another tag or digest of a container's image; registry and repository stay.</summary>
/// <param name="Container">The container's name; null for the one that the symptoms are about.</param>
/// <param name="Tag">The tag; null to name the image by its digest alone.</param>
/// <param name="Digest">The digest with its algorithm; null for none, also where the image had one: a digest outweighs the tag.</param>
public sealed partial record SetImage(string? Container, string? Tag, string? Digest) : ContainerImageOperation(Container)
{
    internal const string Key = "set-image";

    public override string Name => Key;

    public override string Summary => $"set the image of {(Container is null ? "the failing container" : $"container {Container}")} to {string.Join(" and ", new[] { Tag is null ? null : $"tag {Tag}", Digest is null ? null : $"digest {Digest}" }.OfType<string>())}";

    public override ImageReference Replace(ImageReference? image, string container, WorkloadFacts facts) =>
        image is null
            ? throw new OperationRefusedException($"The image of container {container} of {facts.Workload.Address} is no image reference, so its name cannot be kept; correct it by hand, or use {RollBackImage.Key}.")
            : ImageReference.Parse(image.Name + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}"));

    internal static SetImage? Read(FrontMatterMap map)
    {
        var (container, tag, digest) = (map.Text("container"), map.Text("tag"), map.Text("digest"));
        map.RefuseOtherKeys();
        if (tag is not null && !TagGrammar().IsMatch(tag))
        {
            map.Refuse("tag", $"'{tag}' is not a tag; allowed are up to 128 letters, digits, dots, dashes and underscores, such as 1.4.2");
            return null;
        }

        if (digest is not null && !DigestGrammar().IsMatch(digest))
        {
            map.Refuse("digest", $"'{digest}' is not a digest; allowed is sha256: with 64 hexadecimal digits");
            return null;
        }

        if (tag is null && digest is null)
        {
            if (!map.Has("tag") && !map.Has("digest"))
            {
                map.Refuse("tag", $"'{Key}' names neither 'tag' nor 'digest'; allowed is at least one of them");
            }

            return null;
        }

        return new SetImage(container, tag, digest);
    }

    [GeneratedRegex(@"\A\w[\w.-]{0,127}\z", RegexOptions.ECMAScript)]
    private static partial Regex TagGrammar();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex DigestGrammar();
}
