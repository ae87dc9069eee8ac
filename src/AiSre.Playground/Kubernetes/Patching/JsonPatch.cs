using System.Globalization;
using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Patching;

/// <summary>JSON patch, RFC 6902: a list of operations at JSON pointers.</summary>
public static class JsonPatch
{
    /// <exception cref="StatusException">400 when an operation does not fit the object, a failed test included.</exception>
    public static void Apply(JsonObject target, JsonArray operations)
    {
        foreach (var operation in operations.OfType<JsonObject>())
        {
            Apply(target, operation);
        }
    }

    private static void Apply(JsonObject target, JsonObject operation)
    {
        var path = operation.Text("path") ?? throw Refused(operation, "missing path");
        switch (operation.Text("op"))
        {
            case "add":
                Add(target, path, operation["value"]?.DeepClone(), operation);
                break;
            case "replace":
                Remove(target, path, operation);
                Add(target, path, operation["value"]?.DeepClone(), operation);
                break;
            case "remove":
                Remove(target, path, operation);
                break;
            case "copy":
                Add(target, path, Find(target, operation.Text("from") ?? "", operation)?.DeepClone(), operation);
                break;
            case "move":
                var moved = Find(target, operation.Text("from") ?? "", operation)?.DeepClone();
                Remove(target, operation.Text("from")!, operation);
                Add(target, path, moved, operation);
                break;
            case "test" when JsonNode.DeepEquals(Find(target, path, operation), operation["value"]):
                break;
            case "test":
                throw Refused(operation, "testing value failed");
            default:
                throw Refused(operation, "unexpected kind");
        }
    }

    private static void Add(JsonObject target, string path, JsonNode? value, JsonObject operation)
    {
        var (parent, last) = Parent(target, path, operation);
        switch (parent)
        {
            case JsonObject obj:
                obj[last] = value;
                break;
            case JsonArray array when last == "-":
                array.Add(value);
                break;
            case JsonArray array when Index(last) is { } index && index <= array.Count:
                array.Insert(index, value);
                break;
            default:
                throw Refused(operation, "doesn't exist");
        }
    }

    private static void Remove(JsonObject target, string path, JsonObject operation)
    {
        switch (Parent(target, path, operation))
        {
            case (JsonObject obj, var member) when obj.Remove(member):
                break;
            case (JsonArray array, var text) when Index(text) is { } index && index < array.Count:
                array.RemoveAt(index);
                break;
            default:
                throw Refused(operation, "unable to remove nonexistent key");
        }
    }

    private static JsonNode? Find(JsonObject target, string path, JsonObject operation) => Parent(target, path, operation) switch
    {
        (JsonObject obj, var member) => obj[member],
        (JsonArray array, var text) when Index(text) is { } index && index < array.Count => array[index],
        _ => throw Refused(operation, "doesn't exist"),
    };

    private static (JsonNode Parent, string Last) Parent(JsonObject target, string path, JsonObject operation)
    {
        var steps = path.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        if (steps.Count == 0)
        {
            throw Refused(operation, "the whole object cannot be patched");
        }

        JsonNode? node = target;
        foreach (var step in steps.SkipLast(1))
        {
            node = node switch
            {
                JsonObject obj => obj[step],
                JsonArray array when Index(step) is { } index && index < array.Count => array[index],
                _ => null,
            };
        }

        return (node ?? throw Refused(operation, "doesn't exist"), steps[^1]);
    }

    private static int? Index(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static StatusException Refused(JsonObject operation, string why) =>
        StatusException.BadRequest($"{operation.Text("op")} operation does not apply: doc is missing path: {operation.Text("path")}: {why}");
}
