using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.World.Kubelet;

/// <summary>The states of a container as they stand in a pod's status.</summary>
internal static class ContainerStates
{
    public static JsonObject Waiting(string reason, string? message = null)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null)
        {
            waiting["message"] = message;
        }

        return new() { ["waiting"] = waiting };
    }

    public static JsonObject Running(DateTimeOffset since) => new() { ["running"] = new JsonObject { ["startedAt"] = Json.Time(since) } };

    public static JsonObject Terminated(int exitCode, string reason, DateTimeOffset from, DateTimeOffset to, string containerId) => new()
    {
        ["terminated"] = new JsonObject
        {
            ["exitCode"] = exitCode,
            ["reason"] = reason,
            ["startedAt"] = Json.Time(from),
            ["finishedAt"] = Json.Time(to),
            ["containerID"] = containerId,
        },
    };
}
