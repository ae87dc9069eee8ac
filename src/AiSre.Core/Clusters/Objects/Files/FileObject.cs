using System.Text.Json;

namespace AiSre.Clusters.Objects.Files;

/// <summary>An object as a file has it.</summary>
/// <param name="Value">Its record.</param>
/// <param name="Json">All of it.</param>
public sealed record FileObject(KubeObject Value, JsonElement Json);
