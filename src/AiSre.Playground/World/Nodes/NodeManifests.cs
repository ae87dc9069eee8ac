using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.World.Nodes;

/// <summary>The nodes a playground begins with.</summary>
internal static class NodeManifests
{
    public static string NameOf(int number) => $"playground-worker-{number}";

    public static JsonObject Of(int number, DateTimeOffset now) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = NameOf(number),
            ["labels"] = new JsonObject
            {
                ["beta.kubernetes.io/arch"] = "amd64",
                ["beta.kubernetes.io/os"] = "linux",
                ["kubernetes.io/arch"] = "amd64",
                ["kubernetes.io/hostname"] = NameOf(number),
                ["kubernetes.io/os"] = "linux",
            },
            ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0", ["volumes.kubernetes.io/controller-managed-attach-detach"] = "true" },
        },
        ["spec"] = new JsonObject { ["podCIDR"] = $"10.244.{number}.0/24", ["podCIDRs"] = new JsonArray($"10.244.{number}.0/24") },
        ["status"] = new JsonObject
        {
            ["capacity"] = Resources("4", "16Gi"),
            ["allocatable"] = Resources("3920m", "15Gi"),
            ["conditions"] = new JsonArray(
                Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
                Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
                Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
                Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now)),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = AddressOf(number) },
                new JsonObject { ["type"] = "Hostname", ["address"] = NameOf(number) }),
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = "amd64",
                ["containerRuntimeVersion"] = "containerd://1.7.28",
                ["kernelVersion"] = "6.1.0-35-amd64",
                ["kubeletVersion"] = "v1.33.4",
                ["operatingSystem"] = "linux",
                ["osImage"] = "Debian GNU/Linux 12 (bookworm)",
            },
        },
    };

    private static string AddressOf(int number) => $"10.0.0.{10 + number}";

    private static JsonObject Resources(string cpu, string memory) =>
        new() { ["cpu"] = cpu, ["ephemeral-storage"] = "83873772Ki", ["memory"] = memory, ["pods"] = "110" };

    private static JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastHeartbeatTime"] = Json.Time(now),
        ["lastTransitionTime"] = Json.Time(now),
        ["reason"] = reason,
        ["message"] = message,
    };
}
