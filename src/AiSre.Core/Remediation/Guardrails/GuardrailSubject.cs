using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.GitHub.Standing;
using AiSre.Remediation.Guardrails.Risk;
using AiSre.Remediation.Proof;

namespace AiSre.Remediation.Guardrails;

/// <summary>Everything that gates look at, looked up beforehand. What is left out is not known, and what is not known denies.</summary>
public sealed record GuardrailSubject
{
    /// <summary>The present, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The runbook that the change comes from.</summary>
    public string RunbookId { get; init; } = "";

    /// <summary>Whether everything is paused.</summary>
    public Fact<PauseState> Pause { get; init; }

    /// <summary>The repository as <c>host/owner/name</c>.</summary>
    public Fact<string> Repository { get; init; }

    /// <summary>The files that change, from the repository's root.</summary>
    public Fact<ImmutableArray<string>> Files { get; init; }

    /// <summary>Who owns the files that change.</summary>
    public Fact<ImmutableArray<FileOwners>> Owners { get; init; }

    /// <summary>What the change does to rendered objects: of every application, and at least one.</summary>
    public Fact<ImmutableArray<RenderedChange>> Changes { get; init; }

    /// <summary>Where the change takes effect: at least one place for each object that changes.</summary>
    public Fact<ImmutableArray<GuardrailPlace>> Places { get; init; }

    /// <summary>How many pods the workloads have that change; the larger of before and after.</summary>
    public Fact<ImmutableArray<WorkloadSize>> Sizes { get; init; }

    /// <summary>What was proven of it.</summary>
    public Fact<ProposalProof> Proof { get; init; }

    /// <summary>The texts of freeze calendars, by name.</summary>
    public ImmutableDictionary<string, Fact<string>> Calendars { get; init; } = ImmutableDictionary<string, Fact<string>>.Empty;

    /// <summary>The sync windows of the applications' projects.</summary>
    public Fact<ImmutableArray<ApplicationWindows>> SyncWindows { get; init; }

    /// <summary>What was merged without a person before, or is about to be; not this change itself.</summary>
    public Fact<ImmutableArray<PastChange>> Past { get; init; }

    /// <summary>Other changes that are on their way.</summary>
    public Fact<ImmutableArray<ChangeInFlight>> InFlight { get; init; }

    /// <summary>How merged changes of these applications, or of this runbook, came out, in any order.</summary>
    public Fact<ImmutableArray<BreakerEvent>> Outcomes { get; init; }

    public Fact<RunbookStanding> Standing { get; init; }

    /// <summary>What others think of the risk; it only ever raises it.</summary>
    public ImmutableArray<RiskOpinion> Opinions { get; init; } = [];
}

/// <summary>Whether people have paused AiSre's merges.</summary>
/// <param name="IsPaused">Whether they have.</param>
/// <param name="By">Who said so last; empty when nobody ever did.</param>
/// <param name="Reason">Why.</param>
public sealed record PauseState(bool IsPaused, string By, string Reason)
{
    public static PauseState Never { get; } = new(false, "", "");
}

/// <summary>One place where a change takes effect.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Namespace">The namespace; null for objects without one, and where it is not known.</param>
/// <param name="Application">The Argo CD application, as <c>namespace/name</c>.</param>
/// <param name="ArgoCluster">The cluster in which the application itself is.</param>
public sealed record GuardrailPlace(string Cluster, string? Namespace, string Application, string ArgoCluster)
{
    /// <summary>The application among those of all clusters.</summary>
    public ApplicationKey Key => new(ArgoCluster, Application);
}

/// <summary>An application among those of all clusters.</summary>
/// <param name="Cluster">The cluster in which the <c>Application</c> is.</param>
/// <param name="Name">As <c>namespace/name</c>.</param>
public sealed record ApplicationKey(string Cluster, string Name)
{
    public override string ToString() => $"{Name} of cluster {Cluster}";
}

/// <summary>How many pods a workload has.</summary>
/// <param name="Object">Its address, such as <c>Deployment/shop/checkout</c>.</param>
/// <param name="Replicas">The larger of before and after the change.</param>
public sealed record WorkloadSize(string Object, int Replicas);

/// <summary>An application's destination and the sync windows of its project.</summary>
/// <param name="Application">As <c>namespace/name</c>.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Destination">Where the application deploys to.</param>
/// <param name="Windows">As the project has them.</param>
public sealed record ApplicationWindows(string Application, string Project, ApplicationDestination Destination, ImmutableArray<SyncWindow> Windows);

/// <summary>A change that was merged without a person, or is reserved to be.</summary>
/// <param name="At">When it was reserved.</param>
/// <param name="Applications">Whose it was.</param>
/// <param name="Clusters">Where it took effect.</param>
public sealed record PastChange(DateTimeOffset At, ImmutableArray<ApplicationKey> Applications, ImmutableArray<string> Clusters);

/// <summary>Another change that is approved, being merged or being verified.</summary>
/// <param name="Applications">Whose it is.</param>
/// <param name="RunbookId">The runbook that it comes from.</param>
/// <param name="Name">How people name it, such as <c>incident #12</c>.</param>
public sealed record ChangeInFlight(ImmutableArray<ApplicationKey> Applications, string RunbookId, string Name);
