using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>What a solution makes of images.</summary>
internal static class WantedImages
{
    /// <summary>The containers of a target that the solution is about, with the image that each should have.</summary>
    /// <exception cref="OperationRefusedException">An operation cannot tell its container, or has no image for it.</exception>
    public static IReadOnlyList<(ContainerImage Live, ImageReference Wanted)> Of(Solution solution, SolutionTarget target)
    {
        var chosen = solution.Operations.OfType<ContainerImageOperation>().ToDictionary(operation => operation, operation => target.Facts.Choose(operation.Container));
        return
        [
            .. from live in target.Images
               let wanted = Replace(solution, live.Image, (operation, image) =>
                   chosen[operation] == live.Container ? operation.Replace(image, live.Container, target.Facts) : null)
               where wanted is not null
               select (live, wanted),
        ];
    }

    /// <summary>What the solution makes of an image wherever it is; null when it is not about it.</summary>
    /// <exception cref="SourceRefusedException">The result is no image reference.</exception>
    public static ImageReference? Replace(Solution solution, string image) => Replace(solution, image, (_, _) => null);

    private static ImageReference? Replace(Solution solution, string image, Func<ContainerImageOperation, ImageReference?, ImageReference?> ofContainer)
    {
        // A name that cannot be read is what some solutions are for.
        var replaced = (ImageReference?)null;
        var current = ImageReference.TryParse(image, out var read) ? read : null;
        foreach (var operation in solution.Operations)
        {
            try
            {
                replaced = operation switch
                {
                    ImageOperation onImages => (replaced ?? current) is { } known ? onImages.Replace(known) : null,
                    ContainerImageOperation onContainer => ofContainer(onContainer, replaced ?? current),
                    _ => null,
                } ?? replaced;
            }
            catch (FormatException error)
            {
                throw new SourceRefusedException($"The operation {operation.Name} makes no image reference of {image} ({error.Message.TrimEnd('.')}); correct the runbook.");
            }
        }

        return replaced;
    }
}
