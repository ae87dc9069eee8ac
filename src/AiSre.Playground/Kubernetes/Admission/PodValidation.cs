using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiSre.Playground.Kubernetes.Admission;

/// <summary>The checks on pod specs, of pods and of templates.</summary>
internal static partial class PodValidation
{
    private const string LabelRule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    public static IEnumerable<FieldError> OfSpec(JsonObject? spec, string path)
    {
        if (!spec.Items("containers").Any())
        {
            yield return FieldError.Required($"{path}.containers");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var volumes = spec.Items("volumes").Select(volume => volume.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var list in (string[])["initContainers", "containers"])
        {
            foreach (var (index, container) in spec.Items(list).Index())
            {
                foreach (var error in OfContainer(container, $"{path}.{list}[{index}]", names, volumes))
                {
                    yield return error;
                }
            }
        }

        if (spec.Text("restartPolicy") is { } policy and not ("Always" or "OnFailure" or "Never"))
        {
            yield return FieldError.NotSupported($"{path}.restartPolicy", policy, "Always", "OnFailure", "Never");
        }
    }

    private static IEnumerable<FieldError> OfContainer(JsonObject container, string path, HashSet<string> names, HashSet<string?> volumes)
    {
        var name = container.Text("name");
        if (string.IsNullOrEmpty(name))
        {
            yield return FieldError.Required($"{path}.name");
        }
        else if (!Label().IsMatch(name))
        {
            yield return FieldError.Invalid($"{path}.name", $"\"{name}\"", LabelRule);
        }
        else if (!names.Add(name))
        {
            yield return FieldError.Duplicate($"{path}.name", name);
        }

        if (string.IsNullOrEmpty(container.Text("image")))
        {
            yield return FieldError.Required($"{path}.image");
        }
        else if (container.Text("image") is { } image && image != image.Trim())
        {
            yield return FieldError.Invalid($"{path}.image", $"\"{image}\"", "must not have leading or trailing whitespace");
        }

        if (container.Text("imagePullPolicy") is { } policy and not ("Always" or "IfNotPresent" or "Never"))
        {
            yield return FieldError.NotSupported($"{path}.imagePullPolicy", policy, "Always", "IfNotPresent", "Never");
        }

        foreach (var (index, mount) in container.Items("volumeMounts").Index())
        {
            if (!volumes.Contains(mount.Text("name")))
            {
                yield return new($"{path}.volumeMounts[{index}].name", "FieldValueNotFound", $"Not found: \"{mount.Text("name")}\"");
            }
        }

        foreach (var error in OfResources(container.Child("resources"), $"{path}.resources"))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> OfResources(JsonObject? resources, string path)
    {
        foreach (var list in (string[])["limits", "requests"])
        {
            foreach (var (_, quantity) in resources.Map(list))
            {
                if (!Quantity.TryParse(quantity, out _))
                {
                    throw StatusException.BadRequest("unable to parse quantity's suffix");
                }
            }
        }

        foreach (var (resource, requested) in resources.Map("requests"))
        {
            if (resources.Text("limits", resource) is { } limit && Quantity.Parse(requested) > Quantity.Parse(limit))
            {
                yield return FieldError.Invalid($"{path}.requests", $"\"{requested}\"", $"must be less than or equal to {resource} limit of {limit}");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Label();
}
