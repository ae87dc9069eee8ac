using AiSre.Incidents;
using AiSre.Incidents.Stages;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Diagnosis;

/// <summary>Names the root cause from kept evidence alone; what else is looked into, a model's opinion for one, is so beside the loop.</summary>
internal sealed class DiagnoseStage(IEnumerable<IDiagnosisFollower> followers) : IIncidentStage
{
    public IncidentState State => IncidentState.EvidenceKept;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var incident = context.Incident;
        var symptoms = await context.Db.Set<SymptomRecord>().AsNoTracking()
            .Where(symptom => symptom.IncidentId == incident.Id && symptom.GoneAt == null)
            .OrderBy(symptom => symptom.FirstSeenAt)
            .ToListAsync(cancellationToken);
        var roots = symptoms.Where(symptom => !symptom.IsConsequence).Select(symptom => symptom.Symptom).ToList();
        if (roots.Count == 0)
        {
            context.WaitUntil(context.Now + TimeSpan.FromSeconds(1), null); // Everything just went away: recovery decides.
            return;
        }

        var evidence = EvidenceSet.From(await KeptEvidence.LoadAsync(context.Db, incident.Id, cancellationToken));
        var analysis = CausalAnalyst.Analyze(new DiagnosisInput
        {
            Symptoms = [.. roots],
            Consequences = [.. symptoms.Where(symptom => symptom.IsConsequence).Select(symptom => symptom.Symptom)],
            Evidence = evidence,
        });
        await KeepAsync(context, analysis, cancellationToken);
        foreach (var follower in followers)
        {
            context.AfterCommit(() => follower.Follow(incident.Id));
        }

        context.Move(IncidentState.Diagnosed, TimelineKind.Diagnosed, $"{analysis.Code}: {analysis.Statement}");
    }

    private static async Task KeepAsync(StageContext context, RootCauseAnalysis analysis, CancellationToken cancellationToken)
    {
        var known = await context.Db.Set<DiagnosisRecord>()
            .SingleOrDefaultAsync(record => record.IncidentId == context.Incident.Id && record.Analyst == Analyst.Causal, cancellationToken);
        if (known is null)
        {
            context.Db.Add(new DiagnosisRecord
            {
                Id = Guid.CreateVersion7(context.Now),
                IncidentId = context.Incident.Id,
                Analyst = Analyst.Causal,
                Analysis = analysis,
                At = context.Now,
            });
        }
        else
        {
            known.Analysis = analysis; // The incident grew, or more became known: the last analysis counts.
            known.At = context.Now;
        }
    }
}
