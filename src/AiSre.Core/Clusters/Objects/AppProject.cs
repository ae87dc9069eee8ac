namespace AiSre.Clusters.Objects;

public sealed record AppProject() : KubeObject("argoproj.io/v1alpha1", "AppProject")
{
    public AppProjectSpec Spec { get; init => field = value ?? AppProjectSpec.Empty; } = AppProjectSpec.Empty;
}

public sealed record AppProjectSpec
{
    public static AppProjectSpec Empty { get; } = new();

    public IReadOnlyList<string> SourceRepos { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>When applications of the project may be synced, and when not.</summary>
    public IReadOnlyList<SyncWindow> SyncWindows { get; init => field = value.WithoutNulls(); } = [];
}

/// <summary>One sync window of a project.</summary>
/// <remarks>https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/</remarks>
public sealed record SyncWindow
{
    /// <summary><c>allow</c> or <c>deny</c>.</summary>
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>When it begins: a cron expression of five fields.</summary>
    public string Schedule { get; init => field = value ?? ""; } = "";

    /// <summary>How long it lasts, as Go writes it: <c>1h30m</c>.</summary>
    public string Duration { get; init => field = value ?? ""; } = "";

    /// <summary>Names of applications, as globs.</summary>
    public IReadOnlyList<string> Applications { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Namespaces of destinations, as globs.</summary>
    public IReadOnlyList<string> Namespaces { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Names or addresses of destination clusters, as globs.</summary>
    public IReadOnlyList<string> Clusters { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Whether people may sync all the same.</summary>
    public bool ManualSync { get; init; }

    /// <summary>An IANA name; empty means UTC.</summary>
    public string TimeZone { get; init => field = value ?? ""; } = "";

    /// <summary>Whether applications, namespaces and clusters all have to fit, not just one of them.</summary>
    public bool AndOperator { get; init; }
}
