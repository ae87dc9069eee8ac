namespace AiSre.Detection;

/// <summary>Argo CD's words for how well an object is, from the best to the worst.</summary>
public enum HealthStatus
{
    Healthy,

    /// <summary>Paused on purpose.</summary>
    Suspended,

    /// <summary>Not there yet, and may still get there.</summary>
    Progressing,

    /// <summary>Wanted, and not in the cluster.</summary>
    Missing,

    /// <summary>Failed, or did not get there in time.</summary>
    Degraded,

    /// <summary>It cannot be told.</summary>
    Unknown,
}
