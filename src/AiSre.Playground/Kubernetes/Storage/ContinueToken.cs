using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>Where a paged list goes on: the version all its pages are read at, and the last key given out. Opaque to clients.</summary>
internal sealed record ContinueToken(long ResourceVersion, string After)
{
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = ResourceVersion, ["start"] = After }.ToJsonString(Json.Relaxed)));

    /// <exception cref="StatusException">400 when it is not a token of this server.</exception>
    public static ContinueToken Parse(string text)
    {
        try
        {
            var token = JsonNode.Parse(Convert.FromBase64String(text));
            return new(token!["rv"]!.GetValue<long>(), token["start"]!.GetValue<string>());
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw StatusException.BadRequest("invalid continue token");
        }
    }
}
