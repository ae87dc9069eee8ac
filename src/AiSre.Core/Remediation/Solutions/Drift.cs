using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Solutions;

/// <summary>Says why a cluster has something else than Git, and what to do. Pure.</summary>
internal static class Drift
{
    /// <summary>The end of a sentence that has said what differs.</summary>
    /// <param name="name">The application, as messages name it.</param>
    /// <param name="application">The application.</param>
    /// <param name="repository">What Git says, at the commit that was read.</param>
    public static string Explain(string name, Application application, SourceRepository repository)
    {
        var sync = application.Status.Sync;
        if (sync.Revision != repository.Tree.Tree.Sha && !sync.Revisions.Contains(repository.Tree.Tree.Sha))
        {
            return $"sync {name}, or undo the change that was made by hand, and then try again.";
        }

        var policy = application.Spec.SyncPolicy?.Automated switch
        {
            { Enabled: true, SelfHeal: true } => "and Argo CD takes that back by itself",
            { Enabled: true } => "and automatic sync does not take that back",
            _ => "and automatic sync is off",
        };
        return $"{name} is synced to that commit, so it was changed by hand on the cluster, {policy}; undo that, or commit it, and then try again.";
    }
}
