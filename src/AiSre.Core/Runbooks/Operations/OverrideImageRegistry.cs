using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Pulls the same repository, tag and digest from another registry. Images of other registries stay.</summary>
/// <param name="From">Host, with its port where it has one; <c>docker.io</c> also means images that name no registry.</param>
/// <param name="To">Host, with an optional port, and an optional path in front of the repository: <c>mirror.example/proxy</c>.</param>
public sealed record OverrideImageRegistry(string From, string To) : ImageOperation
{
    internal const string Key = "override-image-registry";

    public override string Name => Key;

    public override string Summary => $"override the image registry {From} with {To}";

    public override ImageReference? Replace(ImageReference image) =>
        image.Registry == ImageReference.NormalizeRegistry(From) ? image.WithRegistry(To) : null;

    internal static OverrideImageRegistry? Read(FrontMatterMap map)
    {
        var from = map.Text("from", required: true);
        var to = map.Text("to", required: true);
        map.RefuseOtherKeys();

        if (from is not null && !ImageReference.IsRegistry(from))
        {
            map.Refuse("from", $"'{from}' is not a registry; allowed is a host with an optional port, such as registry.example:5000");
            return null;
        }

        if (to is not null && !IsRegistryWithPath(to))
        {
            map.Refuse("to", $"'{to}' is not a registry; allowed is a host with an optional port and path, such as registry.example:5000/mirror");
            return null;
        }

        if (from is null || to is null)
        {
            return null;
        }

        if (ImageReference.NormalizeRegistry(from) == ImageReference.NormalizeRegistry(to))
        {
            map.Refuse("to", $"'{to}' is the same registry as 'from', so nothing would change; allowed is another one");
            return null;
        }

        return new OverrideImageRegistry(from, to);
    }

    private static bool IsRegistryWithPath(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? ImageReference.IsRegistry(text)
            : ImageReference.IsRegistry(text[..slash]) && ImageReference.TryParse($"{text}/repository", out var sample) && sample.Tag is null;
    }
}
