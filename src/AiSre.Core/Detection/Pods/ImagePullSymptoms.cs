using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Containers that wait for an image that cannot be pulled.</summary>
internal static partial class ImagePullSymptoms
{
    // The kubelet's own list: pkg/kubelet/images/types.go and events/event.go; ImageInspectError is the reason of ErrImageInspect.
    private static readonly FrozenSet<string> Reasons = FrozenSet.Create(
        StringComparer.Ordinal,
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrInvalidImageName", "ErrImageNeverPull", "RegistryUnavailable",
        "ErrImageInspect", "ErrInspectImage", "ImageInspectError", "SignatureValidationFailed");

    public static IEnumerable<Symptom> Of(Pod pod, ObjectCache cache)
    {
        foreach (var container in pod.Containers)
        {
            if (container.Status?.State.Waiting is { } waiting && Reasons.Contains(waiting.Reason))
            {
                yield return Of(pod, container, waiting, cache);
            }
        }
    }

    /// <summary>What the kubelet said about failed pulls for one container, newest first.</summary>
    internal static IEnumerable<Event> FailedPulls(Pod pod, Container container, ObjectCache cache) =>
        cache.EventsOf(pod).Where(said =>
            said.Reason is "Failed" or "InspectFailed" or "ErrImageNeverPull" or "BackOff"
            && (said.About.FieldPath.Length == 0
                ? container.Image.Length == 0 || said.Text.Contains(container.Image, StringComparison.Ordinal)
                : said.About.FieldPath.EndsWith($"{{{container.Name}}}", StringComparison.Ordinal)));

    private static Symptom Of(Pod pod, RunningContainer container, WaitingState waiting, ObjectCache cache)
    {
        var (failure, message) = Why(pod, container.Spec, waiting, cache);
        return new Symptom
        {
            Reason = SymptomReason.ImagePullFailed,
            Severity = container.Role == ContainerRole.Ephemeral ? Severity.Warning : Severity.Error,
            Object = pod.Ref,
            Workload = cache.WorkloadOf(pod),
            Message = message.Length > 0 ? message : waiting.Reason,
            Parameters = Parameters(container.Spec, failure, message),
            Since = Since(pod, container.Spec, cache),
        };
    }

    private static (PullFailure Failure, string Message) Why(Pod pod, Container container, WaitingState waiting, ObjectCache cache)
    {
        // The reason counts for the failures that have one of their own; the generic ones only say that a pull failed.
        var own = PullFailures.Classify(waiting.Reason);
        var said = own != PullFailure.Unknown ? own : PullFailures.Classify(waiting.Message);
        if (said != PullFailure.Unknown)
        {
            return (said, waiting.Message);
        }

        // Before Kubernetes 1.31 a container in back-off says only that; why stands in the event of the last attempt.
        foreach (var attempt in FailedPulls(pod, container, cache))
        {
            var failure = PullFailures.Classify(attempt.Text);
            if (failure != PullFailure.Unknown)
            {
                return (failure, attempt.Text);
            }
        }

        return (PullFailure.Unknown, waiting.Message);
    }

    private static ImmutableSortedDictionary<string, string> Parameters(Container container, PullFailure failure, string message)
    {
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        parameters[SymptomParameters.Container] = container.Name;
        parameters[SymptomParameters.Image] = container.Image;
        parameters[SymptomParameters.PullFailure] = failure.ToString();
        if (ImageReference.TryParse(container.Image, out var image))
        {
            parameters[SymptomParameters.Registry] = image.Registry;
            parameters[SymptomParameters.Repository] = image.Repository;
            if (SharedBy(failure, image.Registry, container, message) is { } shared)
            {
                parameters[SymptomParameters.Shared] = shared;
            }

            if (image.Tag is { } tag)
            {
                parameters[SymptomParameters.Tag] = tag;
            }

            if (image.Digest is { } digest)
            {
                parameters[SymptomParameters.Digest] = digest;
            }
        }

        return parameters.ToImmutable();
    }

    // The kubelet does not say since when a container waits; the first failed attempt it spoke of is the closest.
    private static DateTimeOffset? Since(Pod pod, Container container, ObjectCache cache)
    {
        DateTimeOffset? first = null;
        foreach (var attempt in FailedPulls(pod, container, cache))
        {
            first = first is null || attempt.FirstSeen < first ? attempt.FirstSeen : first;
        }

        return first ?? pod.Status.StartTime ?? pod.Metadata.CreationTimestamp;
    }

    // Credentials open a registry; an image that is not there is missed by all who name it.
    private static string? SharedBy(PullFailure failure, string registry, Container container, string message) => failure switch
    {
        PullFailure.Unauthorized when !MayNotExist().IsMatch(message) => $"credentials for {registry}",
        PullFailure.NotFound or PullFailure.Unauthorized or PullFailure.PlatformMismatch or PullFailure.SignatureRefused => $"image {container.Image}",
        _ => null,
    };

    // Registries that do not tell strangers whether there is such a repository.
    [GeneratedRegex(@"may require|does not exist|docker login|insufficient_scope", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MayNotExist();
}
