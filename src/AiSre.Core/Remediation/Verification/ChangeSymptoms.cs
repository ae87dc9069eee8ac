using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Verification;

/// <summary>What the workloads of a merged change show, and since when. Pure.</summary>
/// <param name="proposal">The merged change.</param>
/// <param name="records">What its workloads show, and what the incident ever had; of whichever incident it is.</param>
internal sealed class ChangeSymptoms(Proposal proposal, IEnumerable<SymptomRecord> records)
{
    private readonly ImmutableArray<SymptomRecord> _ofWorkloads = [.. records.Where(record => proposal.Workloads.Contains(record.Symptom.Workload.Address)).OrderBy(record => record.FirstSeenAt)];

    /// <summary>The first thing to wait for; final where the change itself seems to have brought it.</summary>
    public Shortfall? Find()
    {
        var showing = _ofWorkloads.Where(record => record.GoneAt is null).ToList();
        if (showing.Find(IsBroughtBySync) is { Symptom: var brought })
        {
            return new($"{brought.Object.Address} shows {brought.Reason} since the sync.", $"{brought.Object.Address} shows {brought.Reason} since the sync, which it did not before the merge", IsFinal: true);
        }

        if (showing.Find(record => !IsNew(record) && record.IncidentId == proposal.IncidentId) is { Symptom: var left })
        {
            return new($"Waiting for {left.Object.Address} to stop showing {left.Reason}.", $"{left.Object.Address} still shows {left.Reason}");
        }

        return showing.Find(record => IsNew(record) && (record.Symptom.Severity == Severity.Error || record.IncidentId == proposal.IncidentId)) is { Symptom: var added }
            ? new($"Waiting for {added.Object.Address} to stop showing {added.Reason}, which came after the merge.", $"{added.Object.Address} shows {added.Reason} since the merge")
            : null;
    }

    private bool IsNew(SymptomRecord record) => record.FirstSeenAt >= proposal.MergedAt;

    /// <summary>An error that began after the sync and says what nothing said before the merge.</summary>
    /// <remarks>
    /// A new pod with the old fault only shows that the fault is not gone yet. An alert looks back over minutes, and what only follows from
    /// something else is not the change's doing: for these it is waited.
    /// </remarks>
    private bool IsBroughtBySync(SymptomRecord record) =>
        record is { IsConsequence: false, Symptom: { Severity: Severity.Error, Reason: not SymptomReason.AlertFiring } }
        && record.FirstSeenAt > proposal.UnsyncedAt
        && !_ofWorkloads.Any(before => !IsNew(before) && before.Symptom.Reason == record.Symptom.Reason && before.Symptom.Parameters.SequenceEqual(record.Symptom.Parameters));
}
