using AiSre.Clusters.Objects;

namespace AiSre.Runbooks.Operations;

/// <summary>One typed change to what Git declares. An operation decides new values; where they stand in Git is found later.</summary>
public abstract record SolutionOperation
{
    /// <summary>The key in a runbook: <c>override-image-registry</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, for people, as the middle of a sentence.</summary>
    public abstract string Summary { get; }
}

/// <summary>An operation on the images of containers.</summary>
public abstract record ImageOperation : SolutionOperation
{
    /// <summary>The image that should stand in place of this one; null when the operation is not about it.</summary>
    public abstract ImageReference? Replace(ImageReference image);
}
