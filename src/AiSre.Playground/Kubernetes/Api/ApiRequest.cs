using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Selectors;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>What a request asks for, read from its address the way the API server does.</summary>
/// <param name="Subresource">Such as <c>status</c> or <c>log</c>; null for the object itself.</param>
internal sealed record ApiRequest(HttpContext Http, string Group, string Version, string Resource, string? Namespace, string? Name, string? Subresource)
{
    public IQueryCollection Query => Http.Request.Query;

    public bool IsWatch => HttpMethods.IsGet(Http.Request.Method) && Query["watch"].ToString() is "true" or "1";

    public bool IsDryRun => Query["dryRun"] == "All";

    /// <summary>The verb as RBAC names it.</summary>
    public string Verb => Http.Request.Method switch
    {
        "GET" or "HEAD" when IsWatch => "watch",
        "GET" or "HEAD" => Name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => Name is null ? "deletecollection" : "delete",
        _ => throw StatusException.MethodNotAllowed(),
    };

    /// <summary>The resource as RBAC names it, with its subresource.</summary>
    public string QualifiedResource => Subresource is null ? Resource : $"{Resource}/{Subresource}";

    /// <returns>Null when the address is not one of a resource.</returns>
    public static ApiRequest? Parse(HttpContext http)
    {
        var segments = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        string group;
        switch (segments)
        {
            case ["api", _, _, ..]:
                group = "";
                segments = segments[1..];
                break;
            case ["apis", _, _, _, ..]:
                group = segments[1];
                segments = segments[2..];
                break;
            default:
                return null;
        }

        return segments switch
        {
            [var version, "namespaces", var name, "status" or "finalize"] => new(http, group, version, "namespaces", name, name, segments[3]),
            [var version, "namespaces", var name] => new(http, group, version, "namespaces", name, name, null),
            [var version, "namespaces", var ns, var resource] => new(http, group, version, resource, ns, null, null),
            [var version, "namespaces", var ns, var resource, var name] => new(http, group, version, resource, ns, name, null),
            [var version, "namespaces", var ns, var resource, var name, var part] => new(http, group, version, resource, ns, name, part),
            [var version, var resource] => new(http, group, version, resource, null, null, null),
            [var version, var resource, var name] => new(http, group, version, resource, null, name, null),
            [var version, var resource, var name, var part] => new(http, group, version, resource, null, name, part),
            _ => null,
        };
    }

    public ObjectFilter Filter(KindDefinition kind) => new(
        kind.IsNamespaced ? Namespace : null,
        LabelSelector.Parse(Query["labelSelector"]),
        FieldSelector.Parse(Query["fieldSelector"], kind));

    public int? Number(string parameter) =>
        int.TryParse(Query[parameter], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool Flag(string parameter) => Query[parameter].ToString() is "true" or "1";
}
