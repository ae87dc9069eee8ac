using System.Collections.Immutable;

namespace AiSre.Remediation.Previews;

/// <summary>How one recorded incident speaks about a runbook.</summary>
public enum BackTestVerdict
{
    /// <summary>It fits, and this very fix was merged and verified.</summary>
    Right,

    /// <summary>It fits, and this very fix was rejected or did not help, or another one was merged and verified.</summary>
    Wrong,

    /// <summary>It does not fit, though this very fix was merged and verified.</summary>
    Missed,

    /// <summary>It fits, and nothing was merged: nobody knows whether it would have helped.</summary>
    Open,
}

/// <summary>One incident of a back-test.</summary>
/// <param name="Number">The incident.</param>
/// <param name="Title">Its title.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Sentence">Why.</param>
public sealed record BackTestedIncident(int Number, string Title, BackTestVerdict Verdict, string Sentence);

/// <summary>A runbook tried on the incidents that are on record.</summary>
/// <param name="Incidents">Those that say something, the newest first.</param>
/// <param name="Looked">How many were looked at.</param>
public sealed record BackTest(ImmutableArray<BackTestedIncident> Incidents, int Looked)
{
    /// <summary>How many are so.</summary>
    public int Count(BackTestVerdict verdict) => Incidents.Count(incident => incident.Verdict == verdict);

    /// <summary>Of those that it fits and of which is known what helped, the share that it would have repaired; null when there are none.</summary>
    public double? Precision => Share(Count(BackTestVerdict.Right), Count(BackTestVerdict.Wrong));

    /// <summary>Of those that its fix repaired, the share that it fits; null when there are none.</summary>
    public double? Recall => Share(Count(BackTestVerdict.Right), Count(BackTestVerdict.Missed));

    /// <summary>What one incident says. Pure.</summary>
    /// <param name="fits">Whether the runbook fits.</param>
    /// <param name="why">The conditions that hold, or those that do not.</param>
    /// <param name="fix">What its solution comes to, in words; null when it has none.</param>
    /// <param name="tried">The changes that were decided about, in their order.</param>
    public static (BackTestVerdict Verdict, string Sentence)? Judge(bool fits, string why, string? fix, IReadOnlyList<TriedFix> tried)
    {
        var helped = tried.LastOrDefault(one => one.IsVerified);
        if (!fits)
        {
            return helped is not null && helped.Fix == fix ? (BackTestVerdict.Missed, $"Its fix was merged and verified, and it does not fit: {why}.") : null;
        }

        return (helped, tried.LastOrDefault(one => one.Fix == fix && !one.IsVerified)) switch
        {
            ({ } one, _) when one.Fix == fix => (BackTestVerdict.Right, "Its fix was merged and verified."),
            ({ } other, _) => (BackTestVerdict.Wrong, $"Another fix was merged and verified: {other.Fix}."),
            (null, { } failed) => (BackTestVerdict.Wrong, failed.IsRejected ? "Its fix was rejected." : "Its fix was merged and did not help."),
            _ => (BackTestVerdict.Open, $"It fits ({why}), and nothing was merged."),
        };
    }

    private static double? Share(int hits, int others) => hits + others == 0 ? null : (double)hits / (hits + others);
}

/// <summary>A change that was decided about.</summary>
/// <param name="Fix">What it comes to, in words.</param>
/// <param name="IsVerified">Whether it was merged and proven on the cluster.</param>
/// <param name="IsRejected">Whether it was rejected.</param>
public sealed record TriedFix(string Fix, bool IsVerified, bool IsRejected);
