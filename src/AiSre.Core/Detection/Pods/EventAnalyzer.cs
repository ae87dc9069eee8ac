using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Events about pods that the files do not hold: where events are all that was kept, they are what there is to go by.</summary>
internal sealed class EventAnalyzer : Analyzer<Event>
{
    protected override IEnumerable<Symptom> Analyze(Event value, ObjectCache cache, DateTimeOffset now)
    {
        // A cluster that is watched lists its pods, and an event about one that is gone is history; so it is where files hold pods of its namespace.
        if (value.About.Kind != "Pod" || cache.IsListed(ObjectKinds.Pod) || cache.In<Pod>(value.About.Namespace).Count > 0)
        {
            return [];
        }

        var pod = new Pod { Metadata = new ObjectMeta { Name = value.About.Name, Namespace = value.About.Namespace, Uid = value.About.Uid }, Status = new PodStatus { Phase = "Pending" } };
        var isFirst = cache.EventsOf(pod) is [var newest, ..] && newest.Ref == value.Ref;
        return !isFirst ? []
            : cache.EventsOf(pod).FirstOrDefault(said => said.Reason == "Evicted") is { } evicted ? [EndedPodSymptoms.Eviction(pod, evicted.Text, evicted.FirstSeen, cache)]
            : [.. SchedulingSymptoms.Of(pod, cache, now), .. VolumeSymptoms.Of(pod, cache, now), .. SandboxSymptoms.Of(pod, cache, now)];
    }
}
