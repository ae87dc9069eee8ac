using System.Text;
using AiSre.GitHub;

namespace AiSre.Remediation.Proof;

/// <summary>A proof as GitHub shows it on the proposed commit.</summary>
internal static class ProofReport
{
    public static CommitReport Of(ProposalProof proof)
    {
        var text = new StringBuilder();
        foreach (var check in proof.Checks)
        {
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"- {Mark(check.State)} **{check.Name}**: `{check.Sentence.Replace('`', '\'')}`");
        }

        var open = proof.Checks.Where(check => check.State != ProofState.Proven).ToList();
        return new CommitReport(
            "AiSre",
            proof.State switch { ProofState.Proven => CommitOutcome.Good, ProofState.Refuted => CommitOutcome.Bad, _ => CommitOutcome.Open },
            open.Count == 0 ? "The change does what it should and nothing else." : open[0].Sentence,
            text.ToString());
    }

    /// <summary>How a check came out, in one character or a few words.</summary>
    public static string Mark(ProofState state) => state switch
    {
        ProofState.Proven => "✅",
        ProofState.Refuted => "❌",
        _ => "❔ not proven:",
    };
}
