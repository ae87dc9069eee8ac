using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Model;
using AiSre.GitHub.Standing;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;

namespace AiSre.Components.Incidents.Details;

/// <summary>Everything one incident's page shows.</summary>
public sealed record IncidentDetails
{
    public required Guid Id { get; init; }

    public required int Number { get; init; }

    public required string Title { get; init; }

    public required string Cluster { get; init; }

    public required Severity Severity { get; init; }

    public required IncidentState State { get; init; }

    public required ObjectRef Workload { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? Problem { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Until when everything that it shows is silenced; null when it is not.</summary>
    public DateTimeOffset? SilencedUntil { get; init; }

    public AnalysisDetails? Causal { get; init; }

    /// <summary>Where the fault came from; null before that was looked for.</summary>
    public OriginDetails? Origin { get; init; }

    public AnalysisDetails? Model { get; init; }

    /// <summary>The model that is asked for a second opinion; null when none is configured.</summary>
    public string? ConfiguredModel { get; init; }

    /// <summary>What was sent to a model about this incident, the first request first.</summary>
    public ImmutableArray<SentToModel> Sent { get; init; } = [];

    /// <summary>What shows symptoms, by workload; the causes' own first, what only follows from them last.</summary>
    public ImmutableArray<HurtWorkload> Hurt { get; init; } = [];

    public MatchedRunbook? Runbook { get; init; }

    /// <summary>The newest proposal.</summary>
    public ProposalDetails? Proposal { get; init; }

    /// <summary>What was proposed before, the newest first.</summary>
    public ImmutableArray<ProposalDetails> Earlier { get; init; } = [];

    /// <summary>The newest decision about the newest proposal.</summary>
    public DecisionDetails? Decision { get; init; }

    /// <summary>Who has approved the newest proposal as it is, the first one first.</summary>
    public ImmutableArray<string> ApprovedBy { get; init; } = [];

    /// <summary>How many different people have to.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Earlier incidents of the same cause.</summary>
    public Recurrence Recurrence { get; init; } = Recurrence.None;

    /// <summary>The story, the oldest fact first.</summary>
    public ImmutableArray<TimelineFact> Timeline { get; init; } = [];

    /// <summary>The newest copy of each piece of evidence, by address.</summary>
    public ImmutableArray<KeptEvidence> Evidence { get; init; } = [];

    /// <summary>What verification has seen so far.</summary>
    public TimelineKind? Verified =>
        Timeline.LastOrDefault(fact => fact.Kind is TimelineKind.Merged or TimelineKind.Synced or TimelineKind.Healthy)?.Kind is { } kind and not TimelineKind.Merged ? kind : null;

    /// <summary>Whether the pending work was tried and failed; a problem without a failed try is what is being waited for.</summary>
    public bool IsBlocked => Problem is not null && Attempts > 0;

    /// <summary>How many objects show a symptom of their own now.</summary>
    public int HurtNow => Hurt.Where(workload => !workload.IsConsequence).Sum(workload => workload.Objects.Count(hurt => hurt.GoneAt is null));

    /// <summary>Whether it is over although its symptoms still show.</summary>
    public bool IsStillBroken => State is IncidentState.Rejected or IncidentState.Failed && HurtNow > 0;

    /// <summary>Whether a revert waits for its decision although nothing shows a symptom any more.</summary>
    public bool IsHealedBeforeRevert => State == IncidentState.AwaitingDecision && Proposal is { IsRevert: true } && HurtNow == 0;

    /// <summary>How it ended well, in one sentence; null otherwise.</summary>
    public string? GoodEnd => State is IncidentState.Resolved or IncidentState.Recovered
        ? Timeline.LastOrDefault(fact => fact.Kind is TimelineKind.Resolved or TimelineKind.Recovered)?.Text
        : null;

    /// <summary>Where a person silences it: its workload, or where it hurts several, its symptom as narrowly as it fits them all.</summary>
    public string SilenceHref
    {
        get
        {
            var roots = Hurt.Where(workload => !workload.IsConsequence).ToList();
            var spaces = roots.Select(workload => workload.Workload.Namespace).Distinct().ToList();
            var reasons = roots.SelectMany(workload => workload.Objects).Select(hurt => hurt.Reason).Distinct().ToList();
            (string Name, string? Value)[] given = roots.Count <= 1
                ? [("cluster", Cluster), ("namespace", Workload.Namespace), ("kind", Workload.Kind), ("name", Workload.Name)]
                : [("cluster", Cluster), ("namespace", spaces.Count == 1 ? spaces[0] : null), ("symptom", reasons.Count == 1 ? reasons[0].ToString() : null)];
            return $"silences/new?{string.Join('&', given.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"))}";
        }
    }

    /// <summary>Where it is, in words.</summary>
    public StateWords Words => StateWords.Of(State, IsBlocked, Verified, IsStillBroken);
}

/// <summary>A root-cause analysis, or why a model has none to give.</summary>
/// <param name="Analysis">Null when there is none.</param>
/// <param name="Problem">Why there is none, one sentence.</param>
/// <param name="DroppedClaims">Claims of a model that no evidence supported.</param>
/// <param name="Model">The model's name; null for the causal analyst.</param>
/// <param name="At">When it was made.</param>
public sealed record AnalysisDetails(RootCauseAnalysis? Analysis, string? Problem, int DroppedClaims, string? Model, DateTimeOffset At);

/// <summary>Where the fault came from, as far as it is known.</summary>
/// <param name="Found">What was found; null while it is looked for.</param>
/// <param name="Problem">What stands in the way of knowing more, one sentence; null when nothing does.</param>
/// <param name="NextAttemptAt">When it is looked for again; null when it is not.</param>
public sealed record OriginDetails(FaultOrigin? Found, string? Problem, DateTimeOffset? NextAttemptAt);

/// <summary>One request to a model, without its text.</summary>
/// <param name="Id">The exchange.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="TokensIn">Tokens sent, as the server counts them; null when it does not say.</param>
/// <param name="TokensOut">Tokens answered; null when it does not say.</param>
public sealed record SentToModel(Guid Id, DateTimeOffset At, string Model, ExchangeOutcome Outcome, int? TokensIn, int? TokensOut);

/// <summary>A workload and those of its objects that show symptoms.</summary>
public sealed record HurtWorkload(ObjectRef Workload, string? Application, bool IsConsequence, ImmutableArray<HurtObject> Objects);

/// <summary>One symptom of one object.</summary>
/// <param name="Object">The object.</param>
/// <param name="Reason">What is wrong, as a code.</param>
/// <param name="Message">What the cluster says about it.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
/// <param name="GoneAt">When it went away; null while it shows.</param>
public sealed record HurtObject(ObjectRef Object, SymptomReason Reason, string Message, DateTimeOffset FirstSeenAt, DateTimeOffset? GoneAt);

/// <summary>The runbook that was chosen.</summary>
/// <param name="Id">The runbook's id.</param>
/// <param name="Version">The version that was chosen.</param>
/// <param name="Title">That version's title; the id when its text cannot be read any more.</param>
/// <param name="Owner">Who keeps it right.</param>
/// <param name="Solution">What its solution does, as the middle of a sentence; null when it has none.</param>
/// <param name="Reason">Why this one, one sentence.</param>
/// <param name="LatestVersion">The newest version there is now.</param>
/// <param name="Others">The ids of the other runbooks with a solution that match too.</param>
public sealed record MatchedRunbook(
    string Id, int Version, string Title, string? Owner, string? Solution, string Reason, int LatestVersion, ImmutableArray<string> Others);

/// <summary>The change in Git and its pull request.</summary>
public sealed record ProposalDetails
{
    public Guid Id { get; init; }

    public required string Title { get; init; }

    /// <summary>The repository without scheme and suffix: <c>github.com/acme/shop-config</c>.</summary>
    public required string Repository { get; init; }

    public required string BaseBranch { get; init; }

    public required string BaseSha { get; init; }

    public required string Branch { get; init; }

    public required ImmutableArray<string> Applications { get; init; }

    public required ImmutableArray<FileChange> Files { get; init; }

    /// <summary>Who owns the files that it changes.</summary>
    public ImmutableArray<FileOwners> Owners { get; init; } = [];

    /// <summary>How its pull request stands on GitHub; null while that was not looked at, and once it is not open.</summary>
    public PullRequestStanding? Standing { get; init; }

    /// <summary>What was proven of it; null for one from before that was looked at.</summary>
    public ProposalProof? Proof { get; init; }

    public string? HeadSha { get; init; }

    /// <summary>What a decision binds to; null until it is pushed.</summary>
    public ProposalFingerprint? Fingerprint { get; init; }

    public int? Number { get; init; }

    public string? Url { get; init; }

    public PullRequestState State { get; init; }

    public string? MergeSha { get; init; }

    public DateTimeOffset? MergedAt { get; init; }

    /// <summary>Whether it puts back what another one changed.</summary>
    public bool IsRevert { get; init; }

    /// <summary>Why it counts as no help although it was merged; null when it may help, or did.</summary>
    public string? Failure { get; init; }
}

/// <summary>The latest decision.</summary>
/// <param name="Verdict">Approve or reject.</param>
/// <param name="By">Who decided.</param>
/// <param name="Channel">Where.</param>
/// <param name="Reason">Why, where that was said.</param>
/// <param name="At">When.</param>
/// <param name="VoidedBecause">Why it does not stand any more; null when it does.</param>
public sealed record DecisionDetails(Verdict Verdict, string By, DecisionChannel Channel, string? Reason, DateTimeOffset At, string? VoidedBecause);

/// <summary>One fact of the story.</summary>
public sealed record TimelineFact(long Id, DateTimeOffset At, TimelineKind Kind, string Text, string Actor);

/// <summary>A piece of evidence by its address; its content is read when somebody opens it.</summary>
public sealed record KeptEvidence(string Address, EvidenceKind Kind, string Sha256, DateTimeOffset CapturedAt);
