using AiSre.Remediation.Solutions;

namespace AiSre.Remediation.Proof.Checks;

/// <summary>The registries have the images that the change brings.</summary>
internal sealed class ImageCheck(RegistryClient registries) : ProposalCheck("Image")
{
    public override async Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        var images = facts.Subject.Targets.SelectMany(target => WantedImages.Of(facts.Subject.Solution, target)).Select(pair => pair.Wanted).DistinctBy(image => image.ToString());
        return await Task.WhenAll(images.Select(image => registries.AskAsync(image, cancellationToken)));
    }
}
