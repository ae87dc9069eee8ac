using System.Collections.Immutable;
using AiSre.Data;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Decisions.Rejections;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Components.Runbooks;

/// <summary>Reads runbooks for their pages.</summary>
public class RunbookQuery(RunbookStore store, IDbContextFactory<AiSreDbContext> contexts)
{
    private const int IncidentLimit = 10;
    private const int RejectionLimit = 50;

    /// <summary>The latest version of each runbook, by title.</summary>
    public virtual async Task<ImmutableArray<RunbookRow>> ListAsync(CancellationToken cancellationToken)
    {
        var versions = await store.ListAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matched = await db.Set<RunbookMatch>()
            .GroupBy(match => match.RunbookId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var owners = await db.Set<RunbookOwner>().AsNoTracking().Where(owner => owner.Source != null).ToDictionaryAsync(owner => owner.RunbookId, cancellationToken);
        return [.. versions.Select(version => Row(version, matched.GetValueOrDefault(version.RunbookId), owners.GetValueOrDefault(version.RunbookId))).OrderBy(row => row.Title, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>One version, the latest when no number is given, with the history; null when there is no such runbook or version.</summary>
    public virtual async Task<RunbookDetails?> DetailsAsync(string id, int? number, int? compareWith, CancellationToken cancellationToken)
    {
        var versions = await store.VersionsAsync(id, cancellationToken);
        var shown = versions.FirstOrDefault(version => number is null || version.Number == number);
        if (shown is null)
        {
            return null;
        }

        var compared = versions.FirstOrDefault(version => version.Number == compareWith);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matches = db.Set<RunbookMatch>().Where(match => match.RunbookId == id);
        var incidents = await matches
            .Join(
                db.Set<Incident>(), match => match.IncidentId, incident => incident.Id,
                (match, incident) => new { incident.Number, incident.Title, match.RunbookVersion, match.At })
            .OrderByDescending(match => match.At)
            .Take(IncidentLimit)
            .ToListAsync(cancellationToken);
        return new RunbookDetails(
            Text(shown),
            compared is null ? null : Text(compared),
            [.. versions.Select(version => new RunbookVersionHead(version.Number, version.SavedBy, version.SavedAt, version.Reason) { Revision = version.Origin?.Revision, RevisionUrl = version.Origin?.RevisionUrl })],
            [.. incidents.Select(match => new MatchedIncident(match.Number, match.Title, match.RunbookVersion, match.At))],
            await matches.CountAsync(cancellationToken))
        {
            Suggestions = await SuggestionsAsync(db, versions[0], cancellationToken),
        };
    }

    /// <summary>A runbook to begin with for an incident: its cause and facts as the symptom, the rest to be written. Null when there is nothing to begin from.</summary>
    public virtual async Task<string?> StartFromAsync(int incidentNumber, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var incident = await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(one => one.Number == incidentNumber, cancellationToken);
        return incident is not null && await MatchSubjects.LoadAsync(db, incident, cancellationToken) is { } subject ? RunbookTemplate.From(incident, subject) : null;
    }

    /// <summary>The latest text with the change that rejections of that kind ask for; null where they ask for none.</summary>
    public virtual async Task<RunbookAmendment?> AmendmentAsync(string id, RejectionReason reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await store.GetAsync(id, number: null, cancellationToken) is { } latest
            ? (await SuggestionsAsync(db, latest, cancellationToken)).FirstOrDefault(suggestion => suggestion.Reason == reason)?.Amendment
            : null;
    }

    private static async Task<ImmutableArray<RejectionSuggestion>> SuggestionsAsync(AiSreDbContext db, RunbookVersion latest, CancellationToken cancellationToken)
    {
        var proposals = db.Set<Proposal>().Where(proposal => proposal.RunbookId == latest.RunbookId && proposal.RunbookVersion == latest.Number)
            .Join(db.Set<Incident>(), proposal => proposal.IncidentId, incident => incident.Id, (proposal, incident) => new { proposal.Id, proposal.VerifiedAt, incident.Cluster, incident.Workload.Namespace });
        var rejected = await db.Set<Decision>()
            .Where(decision => decision.Verdict == Verdict.Reject && decision.VoidedBecause == null && decision.ReasonKind != null)
            .Join(proposals, decision => decision.ProposalId, proposal => proposal.Id, (decision, proposal) => new { Decision = decision, proposal.Cluster, proposal.Namespace })
            .OrderByDescending(one => one.Decision.At)
            .Take(RejectionLimit)
            .ToListAsync(cancellationToken);
        if (rejected.Count < RejectionPattern.Alike)
        {
            return [];
        }

        var proven = await proposals.Where(proposal => proposal.VerifiedAt != null).Select(proposal => new { proposal.Cluster, proposal.Namespace }).Distinct().ToListAsync(cancellationToken);
        return RejectionPattern.Of(
            latest.Text, rejected.Select(one => new RejectedProposal(one.Decision, new ProposalPlace(one.Cluster, one.Namespace))), [.. proven.Select(one => new ProposalPlace(one.Cluster, one.Namespace))]);
    }

    private static RunbookText Text(RunbookVersion version) => new(version.RunbookId, version.Number, version.Text);

    private static RunbookRow Row(RunbookVersion version, int matched, RunbookOwner? owner)
    {
        var parsed = RunbookParser.Parse(version.Text);
        var runbook = parsed.Runbook;
        return new()
        {
            Id = version.RunbookId,
            Version = version.Number,
            SavedBy = version.SavedBy,
            SavedAt = version.SavedAt,
            Matched = matched,
            KeptIn = owner?.Repository,
            IsRetired = owner?.RetiredAt is not null,
            Title = runbook?.Title ?? version.RunbookId,
            Owner = runbook?.Owner,
            Symptom = runbook is null ? null : RunbookWords.Symptom(runbook),
            Solution = runbook is null ? null : RunbookWords.Solution(runbook),
            Problem = parsed.IsValid ? null : $"It is not used because {parsed.Errors[0]}; edit and save it.",
        };
    }
}
