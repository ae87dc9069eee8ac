using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>What a solution makes of images.</summary>
internal static class WantedImages
{
    /// <summary>The containers of a target that the solution is about, with the image that each should have.</summary>
    public static IReadOnlyList<(ContainerImage Live, ImageReference Wanted)> Of(Solution solution, SolutionTarget target) =>
    [
        .. from live in target.Images
           let wanted = Replace(solution, live.Image)
           where wanted is not null
           select (live, wanted),
    ];

    /// <summary>The image after all operations; null when none is about it.</summary>
    /// <exception cref="SourceRefusedException">An operation is not about images, or its result is no image reference.</exception>
    public static ImageReference? Replace(Solution solution, string image)
    {
        if (!ImageReference.TryParse(image, out var current))
        {
            return null;
        }

        ImageReference? replaced = null;
        foreach (var operation in solution.Operations)
        {
            if (operation is not ImageOperation onImages)
            {
                throw new SourceRefusedException($"The operation {operation.Name} cannot be carried out yet; make the change by hand.");
            }

            try
            {
                replaced = onImages.Replace(replaced ?? current) ?? replaced;
            }
            catch (FormatException error)
            {
                throw new SourceRefusedException($"The operation {operation.Name} makes no image reference of {image} ({error.Message.TrimEnd('.')}); correct the runbook.");
            }
        }

        return replaced;
    }
}
