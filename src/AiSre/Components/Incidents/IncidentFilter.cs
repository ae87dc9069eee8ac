namespace AiSre.Components.Incidents;

/// <summary>Which incidents a person wants to see.</summary>
/// <param name="Group">Which open ones.</param>
/// <param name="Cluster">One cluster's only; null for all.</param>
/// <param name="Text">Words of the title, the workload or the number; null for all.</param>
/// <param name="ClosedCount">How many closed ones at most.</param>
public sealed record IncidentFilter(IncidentGroup Group = IncidentGroup.All, string? Cluster = null, string? Text = null, int ClosedCount = IncidentFilter.ClosedStep)
{
    /// <summary>How many closed incidents are shown at first, and how many each “show more” adds.</summary>
    public const int ClosedStep = 25;

    /// <summary>Whether anything is left out on purpose.</summary>
    public bool IsNarrow => Group != IncidentGroup.All || Cluster is not null || Text is not null;
}

/// <summary>Open incidents by who has to act.</summary>
public enum IncidentGroup
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>A person has to decide or to help.</summary>
    Waiting,

    /// <summary>AiSre works on it.</summary>
    Working,

    /// <summary>Something stands in the way.</summary>
    Blocked,

    /// <summary>Over.</summary>
    Closed,
}
