using AiSre.Clusters;
using AiSre.Components.Incidents;

namespace AiSre.Components.Clusters;

/// <summary>A cluster's phase in words.</summary>
public static class PhaseWords
{
    /// <summary>The words and their tone; none is a cluster that nobody watches yet.</summary>
    public static StateWords Of(ClusterView cluster) => (cluster.IsConfigured ? cluster.Phase : null) switch
    {
        ClusterPhase.Synced => new("Up to date", StateTone.Good),
        ClusterPhase.Connecting => new("Reading the first lists", StateTone.Working),
        ClusterPhase.Behind => new("Partly out of date", StateTone.Waiting),
        ClusterPhase.Unreachable => new("Not reachable", StateTone.Bad),
        _ => new(cluster.IsConfigured ? "Not watched yet" : "Not watched any more", StateTone.Ended),
    };

    /// <summary>The words for the watch of one kind.</summary>
    public static StateWords Of(KindPhase phase) => phase switch
    {
        KindPhase.Watching => new("Up to date", StateTone.Good),
        KindPhase.Listing => new("Reading the list", StateTone.Working),
        KindPhase.Missing => new("Not in this cluster", StateTone.Ended),
        KindPhase.Forbidden => new("Forbidden", StateTone.Blocked),
        _ => new("Trying again", StateTone.Bad),
    };
}
