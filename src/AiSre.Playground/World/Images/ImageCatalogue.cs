using System.Collections.Concurrent;
using AiSre.Playground.World.Registries;

namespace AiSre.Playground.World.Images;

/// <summary>What is in the images, wherever they are pulled from. An image that is not described behaves well.</summary>
public sealed class ImageCatalogue
{
    private static readonly ImageBehaviour WellBehaved = new();

    private readonly ConcurrentDictionary<string, ImageBehaviour> behaviours = new(StringComparer.Ordinal);

    /// <param name="image">A repository such as <c>shop/checkout</c>, or one version of it, such as <c>shop/checkout:1.4.3</c>, which wins.</param>
    /// <param name="behaviour">What its containers do.</param>
    public void Describe(string image, ImageBehaviour behaviour) => behaviours[image] = behaviour;

    public ImageBehaviour Find(ImageReference image) =>
        behaviours.GetValueOrDefault($"{image.Repository}:{image.Version}") ?? behaviours.GetValueOrDefault(image.Repository) ?? WellBehaved;
}
