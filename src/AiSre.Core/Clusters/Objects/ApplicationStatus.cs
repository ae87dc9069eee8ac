using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

public sealed record ApplicationStatus
{
    public static ApplicationStatus Empty { get; } = new();

    public ApplicationSync Sync { get; init => field = value ?? ApplicationSync.Empty; } = ApplicationSync.Empty;

    public ApplicationHealth Health { get; init => field = value ?? ApplicationHealth.Empty; } = ApplicationHealth.Empty;

    /// <summary>The last sync operation; null when there was none.</summary>
    public ApplicationOperation? OperationState { get; init; }

    public IReadOnlyList<ApplicationCondition> Conditions { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>The objects that it manages.</summary>
    public IReadOnlyList<ApplicationResource> Resources { get; init => field = value.WithoutNulls(); } = [];

    public DateTimeOffset? ReconciledAt { get; init; }

    /// <summary>How Argo CD rendered the one source: <c>Directory</c>, <c>Kustomize</c>, <c>Helm</c> or <c>Plugin</c>; empty when it has not yet, or has several.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string SourceType { get; init => field = value ?? ""; } = "";

    /// <summary>The same for each of several sources.</summary>
    public IReadOnlyList<string> SourceTypes { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>What the source hydrator has done; null where there is none.</summary>
    public HydratorStatus? SourceHydrator { get; init; }

    /// <summary>The syncs that succeeded, the latest last.</summary>
    public IReadOnlyList<ApplicationDeployment> History { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>What the source hydrator has done.</summary>
public sealed record HydratorStatus
{
    /// <summary>Null when it has not succeeded yet.</summary>
    public HydratedRevision? LastSuccessfulOperation { get; init; }
}

/// <summary>Which commit was rendered, and where the result is.</summary>
public sealed record HydratedRevision
{
    /// <summary>The commit that people wrote.</summary>
    [JsonPropertyName("drySHA")]
    public string DrySha { get; init => field = value ?? ""; } = "";

    /// <summary>The commit that has the result.</summary>
    [JsonPropertyName("hydratedSHA")]
    public string HydratedSha { get; init => field = value ?? ""; } = "";
}

/// <summary>One sync that succeeded.</summary>
public sealed record ApplicationDeployment
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Revision { get; init => field = value ?? ""; } = "";

    /// <summary>One commit for each of several sources.</summary>
    public IReadOnlyList<string> Revisions { get; init => field = value.WithoutNulls(); } = [];

    public DateTimeOffset? DeployedAt { get; init; }
}

public sealed record ApplicationSync
{
    public static ApplicationSync Empty { get; } = new();

    /// <summary><c>Synced</c>, <c>OutOfSync</c> or <c>Unknown</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>The commit that was compared against.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Revision { get; init => field = value ?? ""; } = "";

    /// <summary>One commit for each of several sources.</summary>
    public IReadOnlyList<string> Revisions { get; init => field = value.WithoutNulls(); } = [];
}

public sealed record ApplicationHealth
{
    public static ApplicationHealth Empty { get; } = new();

    /// <summary><c>Healthy</c>, <c>Progressing</c>, <c>Degraded</c>, <c>Suspended</c>, <c>Missing</c> or <c>Unknown</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }
}

public sealed record ApplicationOperation
{
    /// <summary><c>Running</c>, <c>Terminating</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Error</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Phase { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public ApplicationSyncResult? SyncResult { get; init; }
}

public sealed record ApplicationSyncResult
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Revision { get; init => field = value ?? ""; } = "";

    /// <summary>One commit for each of several sources.</summary>
    public IReadOnlyList<string> Revisions { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<ApplicationSyncedResource> Resources { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>What a sync operation did to one object.</summary>
public sealed record ApplicationSyncedResource
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Group { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary><c>Synced</c>, <c>SyncFailed</c>, <c>Pruned</c> or <c>PruneSkipped</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Of a hook: <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Error</c>; also set for ordinary objects.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string HookPhase { get; init => field = value ?? ""; } = "";

    /// <summary><c>PreSync</c>, <c>Sync</c>, <c>PostSync</c>, …; empty when it is no hook.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string HookType { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Version { get; init => field = value ?? ""; } = "";

    [JsonIgnore]
    public ObjectRef Ref => new(
        Group.Length == 0 ? Version.Length == 0 ? "v1" : Version : $"{Group}/{(Version.Length == 0 ? "v1" : Version)}", Kind, Namespace.Length == 0 ? null : Namespace, Name);
}

/// <summary>A condition of Argo CD's own form: a type whose presence says that it holds.</summary>
public sealed record ApplicationCondition
{
    /// <summary>Such as <c>ComparisonError</c>, <c>SyncError</c>, <c>InvalidSpecError</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }
}

/// <summary>One object that an application manages, as Argo CD sees it.</summary>
public sealed record ApplicationResource
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Group { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Version { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Namespace { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary><c>Synced</c> or <c>OutOfSync</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>Git has it no more, and nothing prunes it.</summary>
    public bool RequiresPruning { get; init; }

    /// <summary>It is a hook, which Git and cluster need not agree on.</summary>
    public bool Hook { get; init; }

    /// <summary>Null for kinds without a health rule.</summary>
    public ApplicationHealth? Health { get; init; }

    [JsonIgnore]
    public ObjectRef Ref => new(
        Group.Length == 0 ? Version : $"{Group}/{Version}", Kind, Namespace.Length == 0 ? null : Namespace, Name);
}
