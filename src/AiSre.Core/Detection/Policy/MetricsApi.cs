using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>The aggregated APIs that autoscalers read metrics from: resource, custom and external metrics.</summary>
internal static partial class MetricsApi
{
    public static IEnumerable<ObjectRef> All(ObjectCache cache) =>
        cache.All<ApiService>().Where(api => api.Spec.Group.EndsWith("metrics.k8s.io", StringComparison.Ordinal)).Select(api => api.Ref);

    /// <summary>The API that is not there or does not answer, by an autoscaler's words; null when the metric or the pods are to blame.</summary>
    /// <remarks>Wordings: apimachinery/pkg/api/errors for 404 and 503 of a group, around podautoscaler/metrics/client.go.</remarks>
    public static ObjectRef? DownFor(string message) =>
        Down().Match(message) is { Success: true } down ? new ObjectRef("apiregistration.k8s.io/v1", "APIService", null, $"v1beta1.{down.Groups["group"].Value}") : null;

    [GeneratedRegex(@"(?:the server could not find the requested resource|the server is currently unable to handle the request) \((?:get|list) \S*?\.(?<group>(?:custom\.|external\.)?metrics\.k8s\.io)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Down();
}
