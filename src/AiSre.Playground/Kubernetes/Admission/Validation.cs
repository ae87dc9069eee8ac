using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Selectors;

namespace AiSre.Playground.Kubernetes.Admission;

/// <summary>The checks of the API server that people's manifests run into: names, and what pods and workloads must say.</summary>
public static partial class Validation
{
    private const string NameRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Checks one object after defaulting.</summary>
    /// <exception cref="StatusException">422 with every field at fault; 400 where a value has the wrong type.</exception>
    public static void Check(KindDefinition kind, JsonObject obj)
    {
        var name = obj.Text("metadata", "name");
        if (string.IsNullOrEmpty(name))
        {
            throw StatusException.Invalid(kind, "", [FieldError.Required("metadata.name", "name or generateName is required")]);
        }

        List<FieldError> errors = [];
        if (!Subdomain().IsMatch(name) || name.Length > 253)
        {
            errors.Add(FieldError.Invalid("metadata.name", $"\"{name}\"", NameRule));
        }

        switch (kind.Kind)
        {
            case "Pod" when kind.Group.Length == 0:
                errors.AddRange(PodValidation.OfSpec(obj.Child("spec"), "spec"));
                break;
            case "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet":
                errors.AddRange(OfWorkload(obj));
                break;
            case "Job":
                errors.AddRange(PodValidation.OfSpec(obj.Child("spec", "template", "spec"), "spec.template.spec"));
                break;
            case "Service" when kind.Group.Length == 0 && obj.Text("spec", "type") != "ExternalName" && obj.Text("spec", "clusterIP") != "None" && !obj.Items("spec", "ports").Any():
                errors.Add(FieldError.Required("spec.ports"));
                break;
        }

        if (errors.Count > 0)
        {
            throw StatusException.Invalid(kind, name, errors);
        }
    }

    private static IEnumerable<FieldError> OfWorkload(JsonObject obj)
    {
        var spec = obj.Child("spec");
        if (spec?["replicas"] is { } replicas && spec.Number("replicas") is null)
        {
            throw StatusException.BadRequest(
                $"{obj.Text("kind")} in version \"{obj.Text("apiVersion")!.Split('/')[^1]}\" cannot be handled as a {obj.Text("kind")}: json: cannot unmarshal {TypeOf(replicas)} into Go struct field {obj.Text("kind")}Spec.spec.replicas of type int32");
        }

        if (spec.Number("replicas") < 0)
        {
            yield return FieldError.Invalid("spec.replicas", spec.Text("replicas")!, "must be greater than or equal to 0");
        }

        var selector = spec.Child("selector");
        if (selector is null || LabelSelector.FromObject(selector).IsEverything)
        {
            yield return FieldError.Required("spec.selector");
        }
        else
        {
            KeyValuePair<string, string>[] labels = [.. spec.Map("template", "metadata", "labels")];
            if (!LabelSelector.FromObject(selector).Matches(labels))
            {
                yield return FieldError.Invalid("spec.template.metadata.labels",
                    new JsonObject(labels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))).ToJsonString(Json.Relaxed),
                    "`selector` does not match template `labels`");
            }
        }

        foreach (var error in PodValidation.OfSpec(spec.Child("template", "spec"), "spec.template.spec"))
        {
            yield return error;
        }
    }

    private static string TypeOf(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => "number",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "bool",
        var other => other.ToString().ToLowerInvariant(),
    };

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();
}
