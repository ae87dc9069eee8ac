namespace AiSre.Remediation.Proof;

/// <summary>One thing that should hold of a change. Those that there are stand in order in <see cref="RemediationModule"/>.</summary>
/// <param name="name">What is checked, in a word or two.</param>
internal abstract class ProposalCheck(string name)
{
    public string Name => name;

    /// <summary>Looks. Nothing comes of what the change does not touch; what cannot be looked at is said.</summary>
    /// <exception cref="ProblemException">Somebody does not answer.</exception>
    public abstract Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken);

    protected ProofCheck Proven(string sentence) => new(name, ProofState.Proven, sentence);

    protected ProofCheck Unproven(string sentence) => new(name, ProofState.Unproven, sentence);

    protected ProofCheck Refuted(string sentence) => new(name, ProofState.Refuted, sentence);

    protected static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
