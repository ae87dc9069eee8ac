namespace AiSre.Remediation.Proof.Checks;

/// <summary>A pinned application renders, at its revision, something else than now: what that is, is what the pin changes.</summary>
internal sealed class PinCheck() : ProposalCheck("Pinned")
{
    public override Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Subject.Plan.Pins is not { } pin || !facts.IsRendered)
        {
            return Task.FromResult<IReadOnlyList<ProofCheck>>([]);
        }

        var names = string.Join(", ", facts.Subject.Targets.Select(target => target.Application).Distinct());
        return Task.FromResult<IReadOnlyList<ProofCheck>>(
        [
            facts.Changes.IsEmpty
                ? Refuted($"{names} renders the same at {pin.Words} as it does now, so pinning it would change nothing.")
                : Proven($"Pinned to {pin.Words}, {names} renders what it rendered then: {Count(facts.Changes.Sum(change => Math.Max(1, change.Fields.Length)), "field")} of {Count(facts.Changes.Length, "object")} differ from now."),
        ]);
    }
}
