using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Images that cannot be pulled: the registry, the credentials, the name, the platform, or nobody knows.</summary>
internal sealed class ImagePullCause : ICauseRule
{
    private const int LongestReason = 160;
    private const int MostWorkloads = 20;

    public bool Explains(Symptom symptom) => symptom.Reason == SymptomReason.ImagePullFailed;

    public RootCauseAnalysis Explain(ImmutableArray<Symptom> symptoms, DiagnosisInput input)
    {
        var primary = Primary(symptoms);
        var failure = primary.PullFailure;
        var objects = input.Evidence.Objects;
        var chain = new ChainBuilder(input.Evidence);
        if (failure.IsRegistryWide() && primary.Parameters.TryGetValue(SymptomParameters.Registry, out var registry))
        {
            chain.Add(new ObjectRef("", "Registry", null, registry), RegistryStatement(registry, failure), Quotes(primary, objects));
        }

        AddWorkload(chain, primary, symptoms, objects);
        foreach (var other in symptoms.DistinctBy(symptom => symptom.Workload).Where(symptom => symptom.Workload != primary.Workload).Take(MostWorkloads))
        {
            chain.Add(other.Workload, WaitStatement(other, symptoms), Quotes(other, objects));
            chain.AddApplications(objects, other.Workload);
        }

        return new RootCauseAnalysis
        {
            Code = CodeOf(failure),
            Object = ObjectOf(primary, objects),
            Statement = Statement(primary, symptoms),
            Chain = chain.ToChain(),
            Parameters = primary.Parameters,
            Missing = failure == PullFailure.Unknown ? Missing(primary) : [],
        };
    }

    internal static RootCause CodeOf(PullFailure failure) => failure switch
    {
        PullFailure.NotFound or PullFailure.NeverPulled => RootCause.ImageNotFound,
        PullFailure.Unauthorized => RootCause.ImagePullUnauthorized,
        PullFailure.RegistryUnavailable => RootCause.RegistryUnavailable,
        PullFailure.RateLimited => RootCause.RegistryRateLimited,
        PullFailure.InvalidName => RootCause.InvalidImageName,
        PullFailure.PlatformMismatch => RootCause.ImagePlatformMismatch,
        PullFailure.SignatureRefused => RootCause.AdmissionDenied,
        PullFailure.NodeStorageFull => RootCause.NodeDiskPressure,
        _ => RootCause.Unknown,
    };

    // Of what the runtimes say, what most say; among those, what has stood longest.
    private static Symptom Primary(ImmutableArray<Symptom> symptoms)
    {
        var said = symptoms
            .Where(symptom => symptom.PullFailure != PullFailure.Unknown)
            .GroupBy(symptom => symptom.PullFailure)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .FirstOrDefault();
        return said?.First() ?? symptoms[0];
    }

    private static ObjectRef ObjectOf(Symptom primary, ObjectCache objects) =>
        primary.PullFailure == PullFailure.NodeStorageFull && objects.Find<Pod>(primary.Object)?.Spec.NodeName is { Length: > 0 } node
            ? new ObjectRef("v1", "Node", null, node)
            : primary.Workload;

    private static void AddWorkload(ChainBuilder chain, Symptom symptom, ImmutableArray<Symptom> all, ObjectCache objects)
    {
        chain.Add(symptom.Object, WaitStatement(symptom, all), Quotes(symptom, objects));
        if (objects.Find(symptom.Object) is { } pod)
        {
            chain.AddOwners(objects, pod);
        }
    }

    // The waiting state's own words, else the event's that the symptom's message comes from, and the image as the manifest writes it.
    private static IEnumerable<(ObjectRef Where, string Words)> Quotes(Symptom symptom, ObjectCache objects)
    {
        yield return (symptom.Object, symptom.Message);
        if (objects.Find<Pod>(symptom.Object) is { } pod)
        {
            foreach (var said in objects.EventsOf(pod).Where(said => said.Text == symptom.Message).Take(1))
            {
                yield return (said.Ref, said.Text);
            }

            var container = pod.Containers.FirstOrDefault(one => one.Spec.Name == symptom.Parameters.GetValueOrDefault(SymptomParameters.Container));
            yield return (pod.Ref, container.Status?.State.Waiting is { Reason.Length: > 0 } waiting ? $"reason: {waiting.Reason}" : "");
        }

        yield return (symptom.Object, symptom.Parameters.GetValueOrDefault(SymptomParameters.Image) is { Length: > 0 } image ? $"image: {image}" : "");
    }

    private static string RegistryStatement(string registry, PullFailure failure) => failure == PullFailure.RateLimited
        ? $"Registry {registry} refuses further pulls because there were too many."
        : $"Registry {registry} cannot be reached from the nodes.";

    private static string WaitStatement(Symptom symptom, ImmutableArray<Symptom> all)
    {
        var pods = all.Where(other => other.Workload == symptom.Workload).Select(other => other.Object).Distinct().Count();
        return $"{Names.Count(pods, "pod")} of {Names.WithKind(symptom.Workload)} cannot start: container {symptom.Parameters.GetValueOrDefault(SymptomParameters.Container)} waits for image {Image(symptom)}.";
    }

    private static string Statement(Symptom primary, ImmutableArray<Symptom> all)
    {
        var image = Image(primary);
        var registry = primary.Parameters.GetValueOrDefault(SymptomParameters.Registry) ?? "the registry";
        var workload = Names.WithKind(primary.Workload);
        var others = all.Select(symptom => symptom.Workload).Distinct().Count() - 1;
        var hurt = others > 0 ? $"{workload} and {Names.Count(others, "other workload")}" : workload;
        var why = PullFailures.Explain(primary.Message).Words;
        why = why.Length == 0 ? "" : why.Length > LongestReason ? $" ({why[..LongestReason]}…)" : $" ({why})";
        return primary.PullFailure switch
        {
            PullFailure.RegistryUnavailable => $"Registry {registry} cannot be reached{why}, so {hurt} cannot pull {(others > 0 ? "images such as " : "image ")}{image}.",
            PullFailure.RateLimited => $"Registry {registry} refuses further pulls because of its rate limit{why}, so {hurt} cannot pull {(others > 0 ? "images such as " : "image ")}{image}.",
            PullFailure.NotFound => $"Image {image} does not exist in registry {registry}, so {hurt} cannot start its pods.",
            PullFailure.NeverPulled => $"Image {image} is not on the node and its pull policy Never forbids pulling it, so {hurt} cannot start its pods.",
            PullFailure.Unauthorized => $"Registry {registry} refuses {hurt} the image {image}{why}: the pull secret is missing or not allowed to read it, or there is no such repository.",
            PullFailure.InvalidName => $"{workload} names the image '{image}', which is not a valid image reference{why}.",
            PullFailure.PlatformMismatch => $"Image {image} has no variant for the platform of the node{why}, so {hurt} cannot start its pods.",
            PullFailure.SignatureRefused => $"The node's signature policy refuses image {image}{why}, so {hurt} cannot start its pods.",
            PullFailure.NodeStorageFull => $"The node has no room to unpack image {image}{why}, so {hurt} cannot start its pods.",
            _ => $"Image {image} of {hurt} cannot be pulled from registry {registry}, and nothing that was kept says why.",
        };
    }

    private static ImmutableArray<string> Missing(Symptom primary) =>
    [
        $"the runtime's message for the failed pull: the event 'Failed to pull image \"{Image(primary)}\"' of {Names.WithKind(primary.Object)} (events are kept for an hour)",
    ];

    private static string Image(Symptom symptom) => symptom.Parameters.GetValueOrDefault(SymptomParameters.Image) ?? "";
}
