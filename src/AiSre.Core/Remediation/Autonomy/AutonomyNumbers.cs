namespace AiSre.Remediation.Autonomy;

/// <summary>What came of the proposals of one version of a runbook in one scope that the guardrails would have let through.</summary>
/// <param name="Verified">Approved or merged by policy, and proven on the cluster.</param>
/// <param name="Failed">Merged, and not proven on the cluster.</param>
/// <param name="Rejected">Rejected by a person.</param>
/// <param name="Open">Not decided or not proven yet; they do not count.</param>
public sealed record AutonomyNumbers(int Verified, int Failed, int Rejected, int Open)
{
    /// <summary>Those that count.</summary>
    public int Outcomes => Verified + Failed + Rejected;

    /// <summary>How often people and the cluster agreed with it, surely.</summary>
    public double Bound => WilsonBound.Lower(Verified, Outcomes);

    /// <summary>In words, for records and offers.</summary>
    public string Sentence => FormattableString.Invariant(
        $"{Verified} of {Outcomes} would-be merges were approved and verified ({Rejected} rejected, {Failed} failed); at 95 % confidence that is at least {Bound:P0} of all.");
}
