using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters;

/// <summary>Objects as evidence keeps them: what the API said, less the managed fields.</summary>
internal static class RawJson
{
    // Evidence is read by people and never put into a page without being encoded there; so quotes and accents stay as they are.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject value)
    {
        (value["metadata"] as JsonObject)?.Remove("managedFields");
        return value.ToJsonString(Options);
    }

    /// <summary>The items of a list of events, oldest first. Items of a list carry neither <c>apiVersion</c> nor <c>kind</c>; here they do.</summary>
    public static IReadOnlyList<RawEvent> Events(JsonArray items)
    {
        var events = new List<(DateTimeOffset? Seen, RawEvent Event)>();
        foreach (var item in items.OfType<JsonObject>())
        {
            var json = Whole(item, ObjectKinds.Event);
            if (ObjectReader.Read(json) is Event read)
            {
                events.Add((read.LastSeen, new RawEvent(read.Ref, json)));
            }
        }

        return [.. events.OrderBy(one => one.Seen).Select(one => one.Event)];
    }

    /// <summary>The items of a list, with the version and kind that items of a list lack.</summary>
    public static IReadOnlyList<string> Items(JsonArray items, ObjectKind kind) => [.. items.OfType<JsonObject>().Select(item => Whole(item, kind))];

    private static string Whole(JsonObject item, ObjectKind kind)
    {
        var whole = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
        foreach (var (name, value) in item)
        {
            whole[name] = value?.DeepClone();
        }

        return Write(whole);
    }
}
