using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AiSre.Playground.Kubernetes.Kinds;
using k8s.Models;

namespace AiSre.Playground.Kubernetes.Schemas;

/// <summary>The fields that Kubernetes' own kinds have, taken from the models of its client: as OpenAPI, and to find what an object has beside them.</summary>
internal static class ModelSchemas
{
    /// <summary>What must be there and the models do not say, by model.</summary>
    private static readonly Dictionary<Type, string[]> Required = new()
    {
        [typeof(V1DeploymentSpec)] = ["selector", "template"],
        [typeof(V1StatefulSetSpec)] = ["selector", "template"],
        [typeof(V1DaemonSetSpec)] = ["selector", "template"],
        [typeof(V1JobSpec)] = ["template"],
        [typeof(V1PodSpec)] = ["containers"],
        [typeof(V1Container)] = ["name"],
        [typeof(V1EnvVar)] = ["name"],
        [typeof(V1Volume)] = ["name"],
        [typeof(V1VolumeMount)] = ["mountPath", "name"],
        [typeof(V1HTTPGetAction)] = ["port"],
        [typeof(V1TCPSocketAction)] = ["port"],
        [typeof(V1CrossVersionObjectReference)] = ["kind", "name"],
        [typeof(V2HorizontalPodAutoscalerSpec)] = ["scaleTargetRef"],
    };

    private static readonly Dictionary<(string Group, string Version, string Kind), Type> Models = typeof(V1Pod).Assembly.GetTypes()
        .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(pair => pair.Entity is not null && !pair.Type.Name.EndsWith("List", StringComparison.Ordinal))
        .GroupBy(pair => (pair.Entity!.Group, pair.Entity.ApiVersion, pair.Entity.Kind))
        .ToDictionary(group => group.Key, group => group.First().Type);

    /// <summary>The schemas of some kinds, with all that they refer to.</summary>
    public static JsonObject Of(IEnumerable<KindDefinition> kinds)
    {
        var schemas = new JsonObject();
        foreach (var kind in kinds)
        {
            var names = new JsonArray(new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version });
            if (kind.IsCustom || !Models.TryGetValue((kind.Group, kind.Version, kind.Kind), out var model))
            {
                schemas[$"custom.{kind.Version}.{kind.Kind}"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true, ["x-kubernetes-group-version-kind"] = names };
                continue;
            }

            Add(schemas, model);
            schemas[NameOf(model)]!["x-kubernetes-group-version-kind"] = names;
        }

        return schemas;
    }

    /// <summary>The first field of an object that its kind does not have, as a path; null when there is none, or the kind is a custom one.</summary>
    public static string? UnknownField(KindDefinition kind, JsonObject value) =>
        !kind.IsCustom && Models.TryGetValue((kind.Group, kind.Version, kind.Kind), out var model) ? UnknownField(model, value, "") : null;

    private static string? UnknownField(Type type, JsonNode? value, string path)
    {
        if (ElementOf(type) is { } element)
        {
            return value switch
            {
                JsonArray list => list.Select(item => UnknownField(element, item, path + "[]")).FirstOrDefault(found => found is not null),
                JsonObject map => map.Select(pair => UnknownField(element, pair.Value, $"{path}.{pair.Key}")).FirstOrDefault(found => found is not null),
                _ => null,
            };
        }

        if (!IsModel(type) || value is not JsonObject fields)
        {
            return null;
        }

        var known = FieldsOf(type).ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal);
        return fields.Select(pair => known.TryGetValue(pair.Key, out var next) ? UnknownField(next, pair.Value, $"{path}.{pair.Key}") : $"{path}.{pair.Key}")
            .FirstOrDefault(found => found is not null);
    }

    private static void Add(JsonObject schemas, Type model)
    {
        if (schemas.ContainsKey(NameOf(model)))
        {
            return;
        }

        var properties = new JsonObject();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        schemas[NameOf(model)] = schema;
        foreach (var (name, type) in FieldsOf(model))
        {
            properties[name] = SchemaOf(schemas, type);
        }

        // What the client cannot leave out is a value that must be there.
        var required = FieldsOf(model).Where(field => field.Type == typeof(int) || field.Type == typeof(bool)).Select(field => field.Name).Union(Required.GetValueOrDefault(model) ?? []).ToList();
        if (required.Count > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        }
    }

    private static JsonObject SchemaOf(JsonObject schemas, Type type)
    {
        if (ElementOf(type) is { } element)
        {
            return type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                ? new() { ["type"] = "object", ["additionalProperties"] = SchemaOf(schemas, element) }
                : new() { ["type"] = "array", ["items"] = SchemaOf(schemas, element) };
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(ResourceQuantity) || plain == typeof(IntOrString))
        {
            return new() { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = plain == typeof(IntOrString) ? "integer" : "number" }) };
        }

        if (!IsModel(plain))
        {
            return plain == typeof(string) || plain == typeof(DateTime) || plain == typeof(byte[]) ? new() { ["type"] = "string" }
                : plain == typeof(bool) ? new() { ["type"] = "boolean" }
                : plain == typeof(int) || plain == typeof(long) ? new() { ["type"] = "integer" }
                : plain == typeof(double) ? new() { ["type"] = "number" }
                : [];
        }

        Add(schemas, plain);
        return new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{NameOf(plain)}" }), ["default"] = new JsonObject() };
    }

    private static IEnumerable<(string Name, Type Type)> FieldsOf(Type model) =>
        from property in model.GetProperties()
        let name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        where name is not null
        select (name, property.PropertyType);

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IList<>) || type.GetGenericTypeDefinition() == typeof(IDictionary<,>)) ? type.GetGenericArguments()[^1] : null;

    private static bool IsModel(Type type) =>
        type.Namespace == typeof(V1Pod).Namespace && type != typeof(ResourceQuantity) && type != typeof(IntOrString) && FieldsOf(type).Any();

    private static string NameOf(Type model) => $"io.k8s.{model.Name}";
}
