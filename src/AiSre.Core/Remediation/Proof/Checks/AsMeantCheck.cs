namespace AiSre.Remediation.Proof.Checks;

/// <summary>What is meant to change does, in what comes out in the end.</summary>
internal sealed class AsMeantCheck() : ProposalCheck("As meant")
{
    public override Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.IsRendered || facts.Subject.Plan is { Reverts: not null } or { Pins: not null })
        {
            return Task.FromResult<IReadOnlyList<ProofCheck>>([]);
        }

        var missing = new WantedChange(facts.Subject).Missing(facts.Changes).ToList();
        return Task.FromResult<IReadOnlyList<ProofCheck>>(
        [
            missing.Count == 0
                ? Proven($"{string.Join(", ", facts.Subject.Targets.Select(target => target.Workload.Address).Distinct())}: rendered with the intended value.")
                : Refuted($"Nothing would change for {string.Join(", ", missing)}: another place in Git decides."),
        ]);
    }
}
