using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>A workload that a solution is for, and where Git declares it.</summary>
/// <param name="Workload">The live object that owns the pods.</param>
/// <param name="Application">The Argo CD application that manages it, as <c>namespace/name</c>.</param>
/// <param name="Source">The application's source, as the live application has it.</param>
/// <param name="Images">The images in the live workload's own spec (not in its pods), init containers included.</param>
public sealed record SolutionTarget(ObjectRef Workload, string Application, ApplicationSource Source, IReadOnlyList<ContainerImage> Images)
{
    private readonly ApplicationScene? _scene;

    /// <summary>The application among the others of its cluster.</summary>
    public ApplicationScene Scene
    {
        get => _scene ?? ApplicationScene.Of(Application, Source);
        init => _scene = value;
    }

    /// <summary>The live object, all of it; null when only its images are known.</summary>
    public JsonElement? Live { get; init; }

    /// <summary>The containers that its symptoms are about.</summary>
    public ImmutableArray<string> FailingContainers { get; init; } = [];

    /// <summary>The images of containers that had others when the workload was last well.</summary>
    public ImmutableDictionary<string, string> ImagesBefore { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The names of what its symptoms miss.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>By kind, the names of objects that its namespace has on the cluster.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Existing { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>The keys and ports that its symptoms miss.</summary>
    public ImmutableArray<MissingPart> MissingParts { get; init; } = [];

    /// <summary>By address, other objects of the cluster that the solution has to look at.</summary>
    public ImmutableDictionary<string, JsonElement> Others { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>The commit that the fault came with; null when none is known.</summary>
    public OffendingCommit? Commit { get; init; }

    /// <summary>Why no commit is known, as a clause.</summary>
    public string WhyNoCommit { get; init; } = "AiSre has not looked for the one that brought the fault";

    /// <summary>The revision that its application is to be pinned to; null when none is known.</summary>
    public PinnedRevision? Pin { get; init; }

    /// <summary>Why no revision is known, as a clause.</summary>
    public string WhyNoPin { get; init; } = "AiSre has not looked for one";

    /// <summary>What operations know of it.</summary>
    public WorkloadFacts Facts => new(Workload, [.. Images.Select(image => image.Container)])
    {
        Failing = FailingContainers,
        ImagesBefore = ImagesBefore,
        Missing = Missing,
        MissingParts = MissingParts,
    };

    /// <summary>Another object of the cluster; null when it was not read.</summary>
    public JsonElement? Other(ObjectRef reference) => Others.TryGetValue(reference.Address, out var json) ? json : null;
}

/// <summary>What a container of a live workload is to run.</summary>
/// <param name="Container">The container's name, unique within a pod, init containers included.</param>
/// <param name="Image">The reference as the live object has it.</param>
public sealed record ContainerImage(string Container, string Image);
