using System.Text.Json.Serialization;

namespace AiSre.Playground.GitHub.State;

/// <summary>What GitHub knows of a repository beyond Git, as its JSON file beside the bare repository keeps it.</summary>
internal sealed class RepositoryState
{
    public required string Owner { get; init; }

    public required string Name { get; init; }

    public required long Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset PushedAt { get; set; }

    /// <summary>The last number given to a pull request.</summary>
    public int LastNumber { get; set; }

    /// <summary>The last number given to anything else.</summary>
    public int LastId { get; set; }

    public bool AllowsMergeCommits { get; set; } = true;

    public bool AllowsSquash { get; set; } = true;

    public bool AllowsRebase { get; set; } = true;

    public bool DeletesBranchOnMerge { get; set; }

    /// <summary>By branch.</summary>
    public Dictionary<string, ProtectionState> Protections { get; init; } = [];

    public List<RulesetState> Rulesets { get; init; } = [];

    public List<PullRequestState> PullRequests { get; init; } = [];

    public List<LabelState> Labels { get; init; } = [];

    public List<CheckRunState> CheckRuns { get; init; } = [];

    public List<StatusState> Statuses { get; init; } = [];

    public List<HookState> Hooks { get; init; } = [];

    /// <summary>The bare repository's folder.</summary>
    [JsonIgnore]
    public string GitPath { get; set; } = "";

    public string FullName => $"{Owner}/{Name}";

    /// <summary>An id that nothing else on this GitHub has.</summary>
    public long NextId() => (Id * 1_000_000) + ++LastId;

    /// <summary>An id for a webhook; clients keep these in 32 bits.</summary>
    public long NextHookId() => GitHubStore.IdOf($"{FullName}#hook{++LastId}");
}

internal sealed class PullRequestState
{
    public required long Id { get; init; }

    public required int Number { get; init; }

    public required string Author { get; init; }

    public required string Title { get; set; }

    public string? Body { get; set; }

    public bool IsOpen { get; set; } = true;

    public bool IsDraft { get; set; }

    public required string HeadRef { get; init; }

    public required string HeadSha { get; set; }

    public required string BaseRef { get; set; }

    public required string BaseSha { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    public DateTimeOffset? MergedAt { get; set; }

    public string? MergedBy { get; set; }

    public string? MergeSha { get; set; }

    public List<string> Labels { get; init; } = [];

    public List<CommentState> Comments { get; init; } = [];

    public List<ReviewState> Reviews { get; init; } = [];

    /// <summary>Logins that were asked for a review.</summary>
    public List<string> RequestedReviewers { get; init; } = [];

    /// <summary>In the merge queue of its base branch.</summary>
    [JsonIgnore]
    public bool IsQueued { get; set; }

    /// <summary>Null until GitHub has found out; forgotten when head or base move.</summary>
    [JsonIgnore]
    public TrialMerge? Trial { get; set; }

    [JsonIgnore]
    public bool IsMerged => MergedAt is not null;

    public void Merge(string sha, string by, DateTimeOffset at)
    {
        IsOpen = false;
        MergeSha = sha;
        MergedBy = ClosedBy = by;
        MergedAt = ClosedAt = UpdatedAt = at;
    }
}

/// <param name="HeadSha">The head it was tried with.</param>
/// <param name="BaseSha">The base it was tried with.</param>
/// <param name="MergeSha">The commit of the trial; null when there are conflicts.</param>
internal sealed record TrialMerge(string HeadSha, string BaseSha, string? MergeSha);

internal sealed record CommentState(long Id, string Author, string Body, DateTimeOffset CreatedAt);

internal sealed record ReviewState(long Id, string Author, string State, string Body, string CommitId, DateTimeOffset SubmittedAt);

internal sealed record LabelState(long Id, string Name, string Color, string? Description);

internal sealed record StatusState(
    long Id, string Sha, string State, string Context, string? Description, string? TargetUrl, string Creator, DateTimeOffset CreatedAt);

/// <param name="RequiredApprovals">How many approving reviews a merge needs.</param>
/// <param name="RequiredChecks">Which checks or statuses have to be successful.</param>
internal sealed record ProtectionState(int RequiredApprovals, IReadOnlyList<string> RequiredChecks)
{
    public bool NeedsCodeOwners { get; init; }

    /// <summary>Checks have to succeed on top of the newest base.</summary>
    public bool IsStrict { get; init; }
}

/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Branches">The references that it is for.</param>
/// <param name="Rules">Its rules.</param>
internal sealed record RulesetState(long Id, string Name, List<string> Branches, List<RuleState> Rules);

/// <param name="Type">Such as <c>pull_request</c>.</param>
/// <param name="Parameters">As GitHub describes them for the type; an empty object where it has none.</param>
internal sealed record RuleState(string Type, System.Text.Json.JsonElement Parameters);

internal sealed class CheckRunState
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required string HeadSha { get; init; }

    public required string Status { get; set; }

    public string? Conclusion { get; set; }

    public string? ExternalId { get; set; }

    public string? DetailsUrl { get; set; }

    public string? Title { get; set; }

    public string? Summary { get; set; }

    public string? Text { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }
}

internal sealed class HookState
{
    public required long Id { get; init; }

    public required Uri Url { get; set; }

    public string? Secret { get; set; }

    public List<string> Events { get; set; } = [];

    public bool IsActive { get; set; } = true;

    /// <summary>It comes from the options of this run, which the next run need not have.</summary>
    public bool IsConfigured { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool Wants(string name) => IsActive && (Events.Count == 0 || Events.Contains("*") || Events.Contains(name) || name == "ping");
}
