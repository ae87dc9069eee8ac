namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>How to delete an object.</summary>
public sealed record DeleteOptions
{
    /// <summary>Seconds a pod may take to end; null for the pod's own, 0 to remove it at once.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>Leave the objects that it owns, instead of deleting them with it.</summary>
    public bool Orphan { get; init; }

    /// <summary>Refuse with 409 when the object has another uid.</summary>
    public string? Uid { get; init; }

    /// <summary>Check everything, change nothing.</summary>
    public bool DryRun { get; init; }
}
