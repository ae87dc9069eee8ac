using AiSre.Clusters.Objects;

namespace AiSre.Runbooks.Operations;

/// <summary>One typed change to what Git declares. An operation decides new values; where they stand in Git is found later.</summary>
public abstract record SolutionOperation
{
    /// <summary>The key in a runbook: <c>override-image-registry</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, for people, as the middle of a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether it must be a solution's only operation.</summary>
    public virtual bool StandsAlone => false;
}

/// <summary>An operation on the images of containers, whatever runs them.</summary>
public abstract record ImageOperation : SolutionOperation
{
    /// <summary>The image that should stand in place of this one; null when the operation is not about it.</summary>
    public abstract ImageReference? Replace(ImageReference image);
}

/// <summary>An operation on the image of one container.</summary>
/// <param name="Container">Its name; null for the one that the symptoms are about.</param>
public abstract record ContainerImageOperation(string? Container) : SolutionOperation
{
    /// <summary>The image that the container should have.</summary>
    /// <param name="image">The image it has; null where what it has is no image reference.</param>
    /// <param name="container">The container.</param>
    /// <param name="facts">What is known of the workload.</param>
    /// <exception cref="OperationRefusedException">There is none.</exception>
    public abstract ImageReference Replace(ImageReference? image, string container, WorkloadFacts facts);
}

/// <summary>An operation on fields of an object.</summary>
public abstract record FieldOperation : SolutionOperation
{
    /// <summary>The kinds of which it needs the names that there are where the workload runs.</summary>
    public virtual IEnumerable<(string ApiVersion, string Kind)> Names => [];

    /// <summary>The objects of the cluster that it has to look at.</summary>
    /// <param name="facts">What is known of the workload.</param>
    /// <param name="names">By kind, the names that were asked for.</param>
    public virtual IEnumerable<ObjectRef> Reads(WorkloadFacts facts, Func<string, IReadOnlyCollection<string>> names) => [];

    /// <summary>Which object it changes.</summary>
    public virtual OperationTarget Target => OperationTarget.Workload;

    /// <summary>What the fields should be; those that are so already are named too.</summary>
    /// <param name="item">The object.</param>
    /// <exception cref="OperationRefusedException">It cannot be carried out on this object.</exception>
    public abstract IEnumerable<FieldEdit> Plan(DeclaredObject item);
}
