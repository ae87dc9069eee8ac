using AiSre.Incidents.Silences;

namespace AiSre.Incidents.Intake;

/// <summary>The step of a reconciliation that puts incidents to sleep and wakes them, as the silences of the moment say.</summary>
internal sealed class SilenceStep(IReadOnlyList<SymptomRecord> records, ActiveSilences silences, IWorkloadView view)
{
    /// <summary>Pauses the incidents of which everything that shows is silenced, and wakes those that are not any more.</summary>
    public void Take(IncidentBoard board, IEnumerable<Incident> incidents, DateTimeOffset now)
    {
        foreach (var incident in incidents.Where(incident => incident.IsOpen))
        {
            var until = SilencedUntil(incident);
            if (until == incident.SilencedUntil)
            {
                continue;
            }

            if (incident.SilencedUntil is null)
            {
                board.Note(incident, TimelineKind.Silenced, "All that it shows is silenced; AiSre goes on once the silence is over.", now);
            }
            else if (until is null)
            {
                board.Note(incident, TimelineKind.SilenceEnded, "It is not silenced any more.", now);
                board.Wake(incident);
            }

            incident.SilencedUntil = until;
        }
    }

    /// <summary>Until something that it shows is heard again; null when something is.</summary>
    private DateTimeOffset? SilencedUntil(Incident incident)
    {
        DateTimeOffset? first = null;
        foreach (var record in records.Where(record => record.IncidentId == incident.Id && record is { IsConsequence: false, GoneAt: null }))
        {
            if (silences.Until(record.Symptom, view.LabelsOf(record.Symptom.Workload)) is not { } until)
            {
                return null;
            }

            first = until < first ? until : first ?? until;
        }

        return first;
    }
}
