namespace AiSre.Remediation.Proof.Effects;

/// <summary>
/// Whether what is broken would still be, or something else would break, with what is rendered: looked up in the rendered objects and in the
/// cluster as it is. Says something only of what the change touches.
/// </summary>
internal abstract class EffectCheck(string name) : ProposalCheck(name)
{
    public sealed override async Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        var made = new List<ProofCheck>();
        foreach (var application in facts.Applications)
        {
            await foreach (var check in LookAsync(facts, application, cancellationToken).WithCancellation(cancellationToken))
            {
                made.Add(check);
            }
        }

        return [.. made.Distinct()];
    }

    /// <summary>Looks at one application.</summary>
    protected abstract IAsyncEnumerable<ProofCheck> LookAsync(ProofFacts facts, RenderedApplication application, CancellationToken cancellationToken);

    /// <summary>The workloads of an application that are new or changed, with how they were.</summary>
    protected static IEnumerable<(PodMaker? Before, PodMaker After)> TouchedPods(RenderedApplication application) =>
        from touched in application.Touched
        let after = PodMaker.Of(touched.After)
        where after is not null
        select (touched.Before is null ? null : PodMaker.Of(touched.Before), after);
}
