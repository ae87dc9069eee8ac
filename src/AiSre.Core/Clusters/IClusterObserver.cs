using AiSre.Clusters.Objects;

namespace AiSre.Clusters;

/// <summary>The stage behind the edge: is told what changed in a cluster that this process watches.</summary>
/// <remarks>
/// Called by one thread per cluster, never twice at once for the same cluster; while a call runs, further changes gather for the next. What an
/// observer throws is logged as a defect and does not stop the watch.
/// </remarks>
public interface IClusterObserver
{
    /// <summary>Everything is listed once; called again after the watch had to start anew (another owner, a new connection).</summary>
    void Synced(string cluster, ObjectCache cache);

    /// <summary>
    /// Objects that are new, changed or gone since the last call, at most about 100 ms ago; how they are now is in the cache. An object whose
    /// events changed is among them. Not called before <see cref="Synced"/>.
    /// </summary>
    void Changed(string cluster, ObjectCache cache, IReadOnlyCollection<ObjectRef> changed);

    /// <summary>This process no longer watches the cluster: another replica may, so nothing may be concluded from the cache any more.</summary>
    void Lost(string cluster)
    {
        // An observer that keeps nothing between calls has nothing to give up.
    }
}
