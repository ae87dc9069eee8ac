using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>The logs of containers, as the API server fetches them from the kubelet.</summary>
internal sealed class LogHandler(ClusterStore store, IContainerLogs logs, TimeProvider time)
{
    public async Task ReadAsync(ApiRequest request)
    {
        var pod = store.Get(KnownKinds.Pod, request.Namespace, request.Name!);
        var json = pod.ToJson();
        var container = ContainerOf(json, pod.Name, request.Query["container"]);
        var previous = request.Flag("previous");
        var lines = logs.Read(pod, container, previous) ?? throw NothingWritten(json, pod.Name, container, previous);
        var text = Encoding.UTF8.GetBytes(string.Concat(Selected(lines, request).Select(line => line + "\n")));
        var count = Math.Min(text.Length, request.Number("limitBytes") ?? int.MaxValue);
        request.Http.Response.ContentType = "text/plain";
        await request.Http.Response.Body.WriteAsync(text.AsMemory(0, count), request.Http.RequestAborted);
    }

    private IEnumerable<string> Selected(IReadOnlyList<LogLine> lines, ApiRequest request)
    {
        IEnumerable<LogLine> selected = lines;
        if (request.Number("sinceSeconds") is { } seconds)
        {
            selected = selected.Where(line => line.Time >= time.GetUtcNow().AddSeconds(-seconds));
        }
        else if (DateTimeOffset.TryParse(request.Query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
        {
            selected = selected.Where(line => line.Time >= since);
        }

        if (request.Number("tailLines") is { } tail)
        {
            selected = selected.TakeLast(tail);
        }

        return request.Flag("timestamps")
            ? selected.Select(line => $"{line.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)} {line.Text}")
            : selected.Select(line => line.Text);
    }

    private static string ContainerOf(JsonObject pod, string podName, string? asked)
    {
        var regular = Names(pod, "containers");
        if (string.IsNullOrEmpty(asked))
        {
            return pod.Text("metadata", "annotations", "kubectl.kubernetes.io/default-container") ?? (regular.Count == 1
                ? regular[0]
                : throw StatusException.BadRequest($"a container name must be specified for pod {podName}, choose one of: [{string.Join(' ', regular)}]{InitContainers(pod)}"));
        }

        return regular.Contains(asked) || Names(pod, "initContainers").Contains(asked)
            ? asked
            : throw StatusException.BadRequest($"container {asked} is not valid for pod {podName}");
    }

    private static StatusException NothingWritten(JsonObject pod, string podName, string container, bool previous)
    {
        if (previous)
        {
            return StatusException.BadRequest($"previous terminated container \"{container}\" in pod \"{podName}\" not found");
        }

        if (pod.Text("spec", "nodeName") is null)
        {
            return StatusException.BadRequest($"pod {podName} does not have a host assigned");
        }

        var reason = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses"))
            .FirstOrDefault(status => status.Text("name") == container).Text("state", "waiting", "reason") ?? "ContainerCreating";
        return StatusException.BadRequest(reason switch
        {
            "ImagePullBackOff" => $"container \"{container}\" in pod \"{podName}\" is waiting to start: trying and failing to pull image",
            "ErrImagePull" => $"container \"{container}\" in pod \"{podName}\" is waiting to start: image can't be pulled",
            _ => $"container \"{container}\" in pod \"{podName}\" is waiting to start: {reason}",
        });
    }

    private static List<string> Names(JsonObject pod, string list) => [.. pod.Items("spec", list).Select(container => container.Text("name")).OfType<string>()];

    private static string InitContainers(JsonObject pod) => Names(pod, "initContainers") is { Count: > 0 } names
        ? $" or one of the init containers: [{string.Join(' ', names)}]"
        : "";
}
