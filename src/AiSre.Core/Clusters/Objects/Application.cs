using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>An Argo CD application: the link from live objects to a path in a Git repository.</summary>
public sealed record Application() : KubeObject("argoproj.io/v1alpha1", "Application")
{
    public const string ApiGroup = "argoproj.io";

    public ApplicationSpec Spec { get; init => field = value ?? ApplicationSpec.Empty; } = ApplicationSpec.Empty;

    public ApplicationStatus Status { get; init => field = value ?? ApplicationStatus.Empty; } = ApplicationStatus.Empty;

    /// <summary>Whether Argo CD has rendered its sources as plain manifests or kustomizations, and it sets nothing over them itself.</summary>
    [JsonIgnore]
    public bool HasPlainSources =>
        (Spec.Sources.Count > 0 ? Status.SourceTypes : [Status.SourceType]) is { Count: > 0 } types
        && types.All(type => type is "Directory" or "Kustomize")
        && Spec.WrittenSources.All(source => source is { Helm: null, Kustomize: null, Plugin: null, Chart.Length: 0, RefName.Length: 0 });
}

public sealed record ApplicationSpec
{
    public static ApplicationSpec Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string Project { get; init => field = value ?? ""; } = "";

    /// <summary>The one source; null when there are several or none.</summary>
    public ApplicationSource? Source { get; init; }

    /// <summary>Several sources; Argo CD then ignores <see cref="Source"/>.</summary>
    public IReadOnlyList<ApplicationSource> Sources { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Somebody else renders the source and pushes the result, which is what is synced; null where Argo CD renders.</summary>
    public SourceHydrator? SourceHydrator { get; init; }

    public ApplicationDestination Destination { get; init => field = value ?? ApplicationDestination.Empty; } = ApplicationDestination.Empty;

    public ApplicationSyncPolicy? SyncPolicy { get; init; }

    /// <summary>The sources that people write: of a hydrated application the dry one, whose result nobody edits.</summary>
    [JsonIgnore]
    public IReadOnlyList<ApplicationSource> WrittenSources => SourceHydrator is { } hydrator ? [hydrator.DrySource] : EffectiveSources;

    /// <summary>The sources as Argo CD takes them.</summary>
    [JsonIgnore]
    public IReadOnlyList<ApplicationSource> EffectiveSources => SourceHydrator is { } hydrator ? [hydrator.Synced] : Sources.Count > 0 ? Sources : Source is null ? [] : [Source];
}

/// <summary>Argo CD's source hydrator: it renders one place in Git and pushes the result to another.</summary>
public sealed record SourceHydrator
{
    /// <summary>What people write.</summary>
    public ApplicationSource DrySource { get; init => field = value ?? new(); } = new();

    /// <summary>Where the result is synced from.</summary>
    public HydratedSource SyncSource { get; init => field = value ?? new(); } = new();

    /// <summary>The result as a source.</summary>
    [JsonIgnore]
    public ApplicationSource Synced => new() { RepoUrl = DrySource.RepoUrl, TargetRevision = SyncSource.TargetBranch, Path = SyncSource.Path };
}

/// <summary>Where hydrated manifests are.</summary>
public sealed record HydratedSource
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string TargetBranch { get; init => field = value ?? ""; } = "";

    public string Path { get; init => field = value ?? ""; } = "";
}

/// <summary>When Argo CD syncs by itself.</summary>
public sealed record ApplicationSyncPolicy
{
    /// <summary>Null: only when somebody asks for it.</summary>
    public AutomatedSync? Automated { get; init; }
}

public sealed record AutomatedSync
{
    /// <summary>False where it is switched off without being taken away.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether it also takes back what somebody changed in the cluster.</summary>
    public bool SelfHeal { get; init; }
}

public sealed record ApplicationSource
{
    [JsonPropertyName("repoURL"), JsonConverter(typeof(SharedStringConverter))]
    public string RepoUrl { get; init => field = value ?? ""; } = "";

    /// <summary>The folder in the repository; empty for Helm repositories.</summary>
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>Branch, tag or commit; empty means <c>HEAD</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string TargetRevision { get; init => field = value ?? ""; } = "";

    /// <summary>The chart, when the repository is a Helm repository.</summary>
    public string Chart { get; init => field = value ?? ""; } = "";

    /// <summary>The name under which other sources refer to this one's files.</summary>
    [JsonPropertyName("ref")]
    public string RefName { get; init => field = value ?? ""; } = "";

    public DirectorySource? Directory { get; init; }

    public KustomizeSource? Kustomize { get; init; }

    public HelmSource? Helm { get; init; }

    /// <summary>A config management plugin renders the source.</summary>
    public PluginSource? Plugin { get; init; }
}

/// <summary>How a folder of plain manifests is read.</summary>
public sealed record DirectorySource
{
    public bool Recurse { get; init; }

    public string Include { get; init => field = value ?? ""; } = "";

    public string Exclude { get; init => field = value ?? ""; } = "";
}

/// <summary>What the application itself sets over a kustomization.</summary>
public sealed record KustomizeSource
{
    /// <summary>As <c>kustomize edit set image</c> takes them: <c>name=newName:tag</c>, <c>name:tag</c>.</summary>
    public IReadOnlyList<string> Images { get; init => field = value.WithoutNulls(); } = [];

    public string NamePrefix { get; init => field = value ?? ""; } = "";

    public string NameSuffix { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<KustomizeReplicas> Replicas { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Further components, as paths from the kustomization.</summary>
    public IReadOnlyList<string> Components { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Further patches, as the kustomization's own <c>patches</c> has them.</summary>
    public IReadOnlyList<JsonElement> Patches { get; init => field = value ?? []; } = [];

    public StringMap CommonLabels { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public StringMap CommonAnnotations { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    /// <summary>Whether selectors are left without the common labels.</summary>
    public bool LabelWithoutSelector { get; init; }

    /// <summary>Whether pod templates have them all the same.</summary>
    public bool LabelIncludeTemplates { get; init; }
}

public sealed record KustomizeReplicas
{
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>A number.</summary>
    public string Count { get; init => field = value ?? ""; } = "";
}

/// <summary>A program of the operator's own that renders the source.</summary>
public sealed record PluginSource
{
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>What the application itself sets over a chart.</summary>
public sealed record HelmSource
{
    public IReadOnlyList<string> ValueFiles { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Values written into the application as YAML text.</summary>
    public string Values { get; init => field = value ?? ""; } = "";

    /// <summary>The same as an object; it counts more than the text.</summary>
    public JsonElement ValuesObject { get; init; }

    public IReadOnlyList<HelmParameter> Parameters { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<HelmFileParameter> FileParameters { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>Empty: the application's name.</summary>
    public string ReleaseName { get; init => field = value ?? ""; } = "";

    /// <summary>Empty: the application's destination.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Empty: the cluster's version.</summary>
    public string KubeVersion { get; init => field = value ?? ""; } = "";

    /// <summary>Empty: what the cluster serves.</summary>
    public IReadOnlyList<string> ApiVersions { get; init => field = value.WithoutNulls(); } = [];

    public bool IgnoreMissingValueFiles { get; init; }

    public bool SkipCrds { get; init; }

    public bool SkipTests { get; init; }

    public bool SkipSchemaValidation { get; init; }
}

/// <summary>A value that is the text of a file.</summary>
public sealed record HelmFileParameter
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Path { get; init => field = value ?? ""; } = "";
}

public sealed record HelmParameter
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Value { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is a text whatever it looks like.</summary>
    public bool ForceString { get; init; }
}

public sealed record ApplicationDestination
{
    public static ApplicationDestination Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string Server { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it deploys into the cluster that Argo CD itself runs in.</summary>
    [JsonIgnore]
    public bool IsInCluster =>
        Name is "in-cluster" || (Name.Length == 0 && (Server.Length == 0 || Server.StartsWith("https://kubernetes.default.svc", StringComparison.Ordinal)));
}
