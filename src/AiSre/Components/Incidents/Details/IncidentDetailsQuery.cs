using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Model;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AiSre.Components.Incidents.Details;

/// <summary>Reads everything one incident's page shows.</summary>
public class IncidentDetailsQuery(IDbContextFactory<AiSreDbContext> contexts, IOptions<ModelOptions> model, DecisionRules rules)
{
    /// <summary>The incident of that number; null when there is none.</summary>
    public virtual async Task<IncidentDetails?> ReadAsync(int number, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Number == number, cancellationToken);
        if (incident is null)
        {
            return null;
        }

        var diagnoses = await db.Set<DiagnosisRecord>().AsNoTracking()
            .Where(diagnosis => diagnosis.IncidentId == incident.Id)
            .ToListAsync(cancellationToken);
        var symptoms = await db.Set<SymptomRecord>().AsNoTracking().Where(symptom => symptom.IncidentId == incident.Id).ToListAsync(cancellationToken);
        var proposals = await db.Set<Proposal>().AsNoTracking()
            .Where(candidate => candidate.IncidentId == incident.Id)
            .OrderByDescending(candidate => candidate.Round)
            .ToListAsync(cancellationToken);
        var proposal = proposals.FirstOrDefault();
        var proposalId = proposal?.Id;
        var decisions = await db.Set<Decision>().AsNoTracking()
            .Where(candidate => candidate.ProposalId == proposalId)
            .OrderBy(candidate => candidate.At)
            .ToListAsync(cancellationToken);
        var decision = decisions.LastOrDefault();
        return new()
        {
            Id = incident.Id,
            Number = incident.Number,
            Title = incident.Title,
            Cluster = incident.Cluster,
            Severity = incident.Severity,
            State = incident.State,
            Workload = incident.Workload,
            OpenedAt = incident.OpenedAt,
            ClosedAt = incident.ClosedAt,
            Problem = incident.Problem,
            Attempts = incident.Attempts,
            NextAttemptAt = incident.NextAttemptAt,
            SilencedUntil = incident.IsOpen ? incident.SilencedUntil : null,
            Causal = Analysis(diagnoses, Analyst.Causal),
            Origin = await db.Set<FaultOriginRecord>().AsNoTracking()
                .Where(record => record.IncidentId == incident.Id)
                .Select(record => new OriginDetails(record.Origin, record.Problem, record.NextAttemptAt))
                .SingleOrDefaultAsync(cancellationToken),
            Model = Analysis(diagnoses, Analyst.Model),
            ConfiguredModel = model.Value.IsConfigured ? model.Value.Name : null,
            Sent = await SentAsync(db, incident.Id, cancellationToken),
            Hurt = Hurt(symptoms),
            Runbook = await RunbookAsync(db, incident.Id, cancellationToken),
            Proposal = proposal is null ? null : View(proposal) with { Fingerprint = await db.FingerprintAsync(proposal, cancellationToken) },
            Earlier = [.. proposals.Skip(1).Select(View)],
            Decision = decision is null ? null : new(decision.Verdict, decision.By, decision.Channel, decision.Reason, decision.At, decision.VoidedBecause),
            ApprovedBy = [.. decisions.Where(one => one is { Verdict: Verdict.Approve, VoidedBecause: null }).Select(one => one.By)],
            Quorum = rules.QuorumFor(proposal?.IsRevert == true),
            Recurrence = (await Recurrence.OfAsync(db.Set<Incident>().AsNoTracking(), [incident], cancellationToken))[incident.Id],
            Timeline = await TimelineAsync(db, incident.Id, cancellationToken),
            Evidence = await EvidenceAsync(db, incident.Id, cancellationToken),
        };
    }

    private static AnalysisDetails? Analysis(List<DiagnosisRecord> diagnoses, Analyst analyst) =>
        diagnoses.Find(diagnosis => diagnosis.Analyst == analyst) is { } record
            ? new(record.Analysis, record.Problem, record.DroppedClaims, record.Model, record.At)
            : null;

    private static ImmutableArray<HurtWorkload> Hurt(List<SymptomRecord> symptoms) =>
    [
        .. symptoms
            .GroupBy(record => record.Symptom.Workload)
            .Select(group => new HurtWorkload(
                group.Key,
                group.Select(record => record.Application).FirstOrDefault(application => application is not null),
                group.All(record => record.IsConsequence),
                [
                    .. group
                        .OrderBy(record => record.GoneAt is not null)
                        .ThenBy(record => record.FirstSeenAt)
                        .ThenBy(record => record.Symptom.Object.Name, StringComparer.Ordinal)
                        .Select(record => new HurtObject(record.Symptom.Object, record.Symptom.Reason, record.Symptom.Message, record.FirstSeenAt, record.GoneAt)),
                ]))
            .OrderBy(workload => workload.IsConsequence)
            .ThenBy(workload => workload.Workload.Address, StringComparer.Ordinal),
    ];

    private static ProposalDetails View(Proposal proposal) => new()
    {
        Id = proposal.Id,
        Title = proposal.Title,
        Repository = RepositoryName(proposal.RepositoryUrl),
        BaseBranch = proposal.BaseBranch,
        BaseSha = proposal.BaseSha,
        Branch = proposal.Branch,
        Applications = proposal.Applications,
        Files = proposal.Files,
        Owners = proposal.Owners,
        Standing = proposal.PullRequestState == PullRequestState.Open ? proposal.Standing : null,
        Proof = proposal.Proof,
        HeadSha = proposal.HeadSha,
        Number = proposal.PullRequestNumber,
        Url = proposal.PullRequestUrl,
        State = proposal.PullRequestState,
        MergeSha = proposal.MergeSha,
        MergedAt = proposal.MergedAt,
        IsRevert = proposal.IsRevert,
        Failure = proposal.Failure,
    };

    private static string RepositoryName(string url)
    {
        var name = url.EndsWith(".git", StringComparison.Ordinal) ? url[..^4] : url;
        return name.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? name[(scheme + 3)..] : name;
    }

    private static async Task<MatchedRunbook?> RunbookAsync(AiSreDbContext db, Guid incidentId, CancellationToken cancellationToken)
    {
        var match = await db.Set<RunbookMatch>().AsNoTracking()
            .Where(candidate => candidate.IncidentId == incidentId)
            .OrderByDescending(candidate => candidate.At)
            .FirstOrDefaultAsync(cancellationToken);
        if (match is null)
        {
            return null;
        }

        var versions = db.Set<RunbookVersion>().AsNoTracking().Where(version => version.RunbookId == match.RunbookId);
        var text = await versions.Where(version => version.Number == match.RunbookVersion).Select(version => version.Text).SingleOrDefaultAsync(cancellationToken);
        var latest = await versions.MaxAsync(version => (int?)version.Number, cancellationToken) ?? match.RunbookVersion;
        var runbook = text is null ? null : RunbookParser.Parse(text).Runbook;
        return new(
            match.RunbookId, match.RunbookVersion, runbook?.Title ?? match.RunbookId, runbook?.Owner, runbook?.Solution?.Summary, match.Reason, latest, match.Others);
    }

    private static async Task<ImmutableArray<SentToModel>> SentAsync(AiSreDbContext db, Guid incidentId, CancellationToken cancellationToken) =>
    [
        .. await db.Set<ModelExchange>().AsNoTracking()
            .Where(exchange => exchange.IncidentId == incidentId)
            .OrderBy(exchange => exchange.At)
            .Select(exchange => new SentToModel(
                exchange.Id, exchange.At, exchange.Model, exchange.Outcome, exchange.TokensIn, exchange.TokensOut))
            .ToListAsync(cancellationToken),
    ];

    private static async Task<ImmutableArray<TimelineFact>> TimelineAsync(AiSreDbContext db, Guid incidentId, CancellationToken cancellationToken) =>
    [
        .. await db.Set<TimelineEntry>().AsNoTracking()
            .Where(entry => entry.IncidentId == incidentId)
            .OrderBy(entry => entry.Id)
            .Select(entry => new TimelineFact(entry.Id, entry.At, entry.Kind, entry.Text, entry.Actor))
            .ToListAsync(cancellationToken),
    ];

    // Contents may be large logs; they are read when somebody opens one.
    private static async Task<ImmutableArray<KeptEvidence>> EvidenceAsync(AiSreDbContext db, Guid incidentId, CancellationToken cancellationToken)
    {
        var copies = await db.Set<Evidence>().AsNoTracking()
            .Where(evidence => evidence.IncidentId == incidentId)
            .Select(evidence => new KeptEvidence(evidence.Address, evidence.Kind, evidence.Sha256, evidence.CapturedAt))
            .ToListAsync(cancellationToken);
        return
        [
            .. copies
                .GroupBy(copy => copy.Address)
                .Select(group => group.MaxBy(copy => copy.CapturedAt)!)
                .OrderBy(copy => copy.Address, StringComparer.Ordinal),
        ];
    }
}
