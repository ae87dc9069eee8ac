using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Rendering.Kustomizing;

/// <summary>One object on its way through layers of kustomizations, which may go on calling it by a name it had before.</summary>
internal sealed class KustomizedResource(JsonObject json)
{
    private readonly HashSet<string> names = [json.Text("metadata", "name") ?? ""];

    public JsonObject Json { get; } = json;

    public string Kind => Json.Text("kind") ?? "";

    public string Name => Json.Text("metadata", "name") ?? "";

    public string Group => Json.Text("apiVersion")?.Split('/') is [var group, _] ? group : "";

    public bool IsCalled(string name) => names.Contains(name);

    public void Rename(string name)
    {
        Json.Ensure("metadata")["name"] = name;
        names.Add(name);
    }
}
