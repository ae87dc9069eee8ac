using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;

namespace AiSre.Playground.World.Kubelet;

/// <summary>One pod on its node: its volumes, its init containers one after the other, then its containers side by side.</summary>
internal sealed class PodRun
{
    private readonly KubeletServices kubelet;
    private readonly StoredObject pod;
    private readonly JsonObject spec;
    private readonly List<ContainerRun> init;
    private readonly List<ContainerRun> containers;
    private readonly DateTimeOffset startTime;
    private readonly string address;
    private bool isMounted;
    private DateTimeOffset mountDue = DateTimeOffset.MinValue;
    private DateTimeOffset? goneAt;

    public PodRun(KubeletServices kubelet, StoredObject pod)
    {
        this.kubelet = kubelet;
        this.pod = pod;
        spec = pod.ToJson().Child("spec")!;
        init = [.. spec.Items("initContainers").Select(container => new ContainerRun(kubelet, pod, spec, container, isInit: true))];
        containers = [.. spec.Items("containers").Select(container => new ContainerRun(kubelet, pod, spec, container, isInit: false))];
        startTime = kubelet.Now;
        address = $"10.244.{Fnv.Hash32(Node) % 200 + 1}.{Fnv.Hash32(pod.Uid) % 250 + 2}";
    }

    public string Uid => pod.Uid;

    public IEnumerable<string> ContainerNames => init.Concat(containers).Select(container => container.Name);

    private string Node => spec.Text("nodeName")!;

    private bool IsInitialized => init.All(container => container.HasSucceeded);

    /// <summary>Takes every step that is due.</summary>
    /// <returns>When the next one is; the far future when there is none.</returns>
    public DateTimeOffset Advance()
    {
        if (!isMounted && mountDue <= kubelet.Now)
        {
            Mount();
        }

        if (!isMounted)
        {
            return mountDue;
        }

        foreach (var container in init)
        {
            container.Advance();
            if (!container.HasSucceeded)
            {
                return container.Due;
            }
        }

        foreach (var container in containers)
        {
            container.Advance();
        }

        return containers.Min(container => container.Due);
    }

    /// <summary>Stops the containers.</summary>
    /// <returns>When the pod is gone.</returns>
    public DateTimeOffset Stop()
    {
        if (goneAt is null)
        {
            goneAt = kubelet.Now + kubelet.Options.TerminationTime;
            foreach (var container in init.Concat(containers))
            {
                container.AnnounceKilling();
            }
        }

        return goneAt.Value;
    }

    /// <summary>The status to write, given the present one, whose conditions keep the time of their last change.</summary>
    public JsonObject ToStatus(JsonObject present)
    {
        var hasStarted = isMounted;
        var status = new JsonObject
        {
            ["phase"] = Phase(),
            ["conditions"] = new JsonArray(
                Condition(present, "PodReadyToStartContainers", hasStarted),
                Condition(present, "Initialized", IsInitialized, "ContainersNotInitialized", () => Incomplete(init.Where(container => !container.HasSucceeded), "incomplete")),
                Condition(present, "Ready", IsReady(), "ContainersNotReady", () => Incomplete(containers.Where(container => !container.IsReady), "unready")),
                Condition(present, "ContainersReady", IsReady(), "ContainersNotReady", () => Incomplete(containers.Where(container => !container.IsReady), "unready")),
                present.Items("conditions").FirstOrDefault(condition => condition.Text("type") == "PodScheduled")?.Copy() ?? Condition(present, "PodScheduled", true)),
            ["hostIP"] = $"10.0.0.{Fnv.Hash32(Node) % 200 + 10}",
            ["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = $"10.0.0.{Fnv.Hash32(Node) % 200 + 10}" }),
            ["startTime"] = Json.Time(startTime),
            ["containerStatuses"] = new JsonArray([.. containers.Select(container => WithoutNulls(container.ToStatus()))]),
            ["qosClass"] = present.Text("qosClass"),
        };
        if (init.Count > 0)
        {
            status["initContainerStatuses"] = new JsonArray([.. init.Select(container => WithoutNulls(container.ToStatus()))]);
        }

        if (hasStarted)
        {
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        }

        return status;
    }

    private void Mount()
    {
        if (PodConfiguration.MissingVolume(spec, pod.Namespace!, kubelet.Store) is var (volume, why))
        {
            kubelet.Events.Warning(pod, new EventSource("kubelet", Node), "FailedMount", $"MountVolume.SetUp failed for volume \"{volume}\" : {why}");
            mountDue = kubelet.Now + kubelet.Options.SyncInterval;
            return;
        }

        isMounted = true;
    }

    private bool IsReady() => IsInitialized && containers.All(container => container.IsReady);

    private string Phase()
    {
        if (!IsInitialized)
        {
            return init.Any(container => container.HasFailed) ? "Failed" : "Pending";
        }

        if (containers.All(container => container.HasSucceeded || container.HasFailed))
        {
            return containers.Any(container => container.HasFailed) ? "Failed" : "Succeeded";
        }

        return containers.All(container => container.HasEverRun) ? "Running" : "Pending";
    }

    private JsonObject Condition(JsonObject present, string type, bool holds, string? reason = null, Func<string>? message = null)
    {
        var status = holds ? "True" : "False";
        var old = present.Items("conditions").FirstOrDefault(condition => condition.Text("type") == type);
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : Json.Time(kubelet.Now),
        };
        if (!holds && reason is not null)
        {
            condition["reason"] = reason;
            condition["message"] = message!();
        }

        return condition;
    }

    private static string Incomplete(IEnumerable<ContainerRun> runs, string what) =>
        $"containers with {what} status: [{string.Join(' ', runs.Select(container => container.Name))}]";

    private static JsonObject WithoutNulls(JsonObject status)
    {
        if (status["containerID"] is null)
        {
            status.Remove("containerID");
        }

        return status;
    }
}
