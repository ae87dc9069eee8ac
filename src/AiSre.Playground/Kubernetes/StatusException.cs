using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Kinds;

namespace AiSre.Playground.Kubernetes;

/// <summary>A refusal as the API server words it: a <c>Status</c> object with its HTTP code.</summary>
public sealed class StatusException : Exception
{
    private StatusException(int code, string reason, string message, JsonObject? details) : base(message)
    {
        Code = code;
        Reason = reason;
        Details = details;
    }

    public int Code { get; }

    /// <summary>The machine-readable reason, such as <c>NotFound</c>.</summary>
    public string Reason { get; }

    private JsonObject? Details { get; }

    public static StatusException Unauthorized() => new(401, "Unauthorized", "Unauthorized", null);

    /// <summary>The words of RBAC. <paramref name="name"/> is null for requests on the collection.</summary>
    public static StatusException Forbidden(string user, string verb, string group, string resource, string? @namespace, string? name)
    {
        var qualified = group.Length == 0 ? resource : $"{resource}.{group}";
        var subject = name is null ? qualified : $"{qualified} \"{name}\"";
        var scope = @namespace is null ? "at the cluster scope" : $"in the namespace \"{@namespace}\"";
        return new(403, "Forbidden",
            $"{subject} is forbidden: User \"{user}\" cannot {verb} resource \"{resource}\" in API group \"{group}\" {scope}",
            DetailsOf(group, resource, name));
    }

    public static StatusException ForbiddenBy(KindDefinition kind, string name, string why) =>
        new(403, "Forbidden", $"{kind.QualifiedPlural} \"{name}\" is forbidden: {why}", DetailsOf(kind.Group, kind.Plural, name));

    public static StatusException NotFound(KindDefinition kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedPlural} \"{name}\" not found", DetailsOf(kind.Group, kind.Plural, name));

    public static StatusException NoSuchResource() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static StatusException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static StatusException AlreadyExists(KindDefinition kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedPlural} \"{name}\" already exists", DetailsOf(kind.Group, kind.Plural, name));

    public static StatusException Conflict(KindDefinition kind, string name) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedPlural} \"{name}\": the object has been modified; please apply your changes to the latest version and try again", DetailsOf(kind.Group, kind.Plural, name));

    public static StatusException Expired(string message) => new(410, "Expired", message, null);

    public static StatusException TooOld(long asked, long oldest) => Expired($"too old resource version: {asked} ({oldest})");

    public static StatusException TooLarge(long asked, long current) => new(504, "Timeout", $"Too large resource version: {asked}, current: {current}", new JsonObject
    {
        ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
        ["retryAfterSeconds"] = 1,
    });

    public static StatusException BadRequest(string message) => new(400, "BadRequest", message, null);

    public static StatusException UnsupportedMediaType(string message) => new(415, "UnsupportedMediaType", message, []);

    public static StatusException Internal(string message) => new(500, "InternalError", $"Internal error occurred: {message}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) });

    /// <summary>422 with one cause per field at fault, worded as the API server does.</summary>
    public static StatusException Invalid(KindDefinition kind, string name, IReadOnlyList<FieldError> errors)
    {
        var text = errors.Count == 1 ? errors[0].ToString() : $"[{string.Join(", ", errors)}]";
        var details = DetailsOf(kind.Group, kind.Kind, name);
        details["causes"] = new JsonArray([.. errors.Select(error => error.ToCause())]);
        return new(422, "Invalid", $"{kind.QualifiedKind} \"{name}\" is invalid: {text}", details);
    }

    /// <summary>The <c>Status</c> object that goes over the wire.</summary>
    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (Details is not null)
        {
            status["details"] = Details.DeepClone();
        }

        status["code"] = Code;
        return status;
    }

    private static JsonObject DetailsOf(string group, string kind, string? name)
    {
        var details = new JsonObject();
        if (name is not null)
        {
            details["name"] = name;
        }

        if (group.Length > 0)
        {
            details["group"] = group;
        }

        details["kind"] = kind;
        return details;
    }
}
