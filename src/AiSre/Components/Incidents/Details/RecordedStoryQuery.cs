using System.Collections.Immutable;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;

namespace AiSre.Components.Incidents.Details;

/// <summary>Reads what the flight recorder has about an incident's objects, from before it was opened until it was over.</summary>
public class RecordedStoryQuery(ObjectStory story, TimeProvider time)
{
    private const int MostWorkloads = 5;

    /// <summary>What led to a fault happened shortly before.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    private static readonly TimeSpan After = TimeSpan.FromMinutes(1);

    /// <summary>The story, the newest last.</summary>
    public virtual Task<ImmutableArray<ObjectMoment>> ReadAsync(IncidentDetails incident, CancellationToken cancellationToken)
    {
        var roots = incident.Hurt.Where(workload => !workload.IsConsequence).Take(MostWorkloads).ToList();
        var applications = roots.Select(root => root.Application).OfType<string>().Distinct().Select(name =>
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            return new ObjectRef("argoproj.io/v1alpha1", "Application", name[..slash], name[(slash + 1)..]);
        });
        ObjectRef[] blamed = incident.Causal?.Analysis is { } analysis ? [analysis.Object] : [];
        return story.ReadAsync(
            incident.Cluster, [.. roots.Select(root => root.Workload).Concat(applications).Concat(blamed).Distinct()], incident.OpenedAt - Before,
            (incident.ClosedAt ?? time.GetUtcNow()) + After, cancellationToken);
    }
}
