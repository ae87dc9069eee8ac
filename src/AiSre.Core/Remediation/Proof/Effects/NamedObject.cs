using System.Text.Json;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>Something that pods need by name, in their own namespace; what is optional is none.</summary>
/// <param name="Kind"><c>ConfigMap</c>, <c>Secret</c>, <c>ServiceAccount</c> or <c>PersistentVolumeClaim</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key in it; null when all of it is meant.</param>
internal sealed record NamedObject(string Kind, string Name, string? Key)
{
    /// <summary>All that a pod spec names.</summary>
    public static IEnumerable<NamedObject> In(JsonElement spec) =>
        spec.ItemsAt("volumes").SelectMany(OfVolume)
            .Concat(spec.ItemsAt("initContainers").Concat(spec.ItemsAt("containers")).SelectMany(OfContainer))
            .Append(new NamedObject("ServiceAccount", spec.TextAt("serviceAccountName"), null))
            .Where(one => one.Name.Length > 0)
            .Distinct();

    private static IEnumerable<NamedObject> OfVolume(JsonElement volume) =>
        OfFiles(volume).Concat(volume.ItemsAt("projected", "sources").SelectMany(OfFiles))
            .Append(new NamedObject("PersistentVolumeClaim", volume.TextAt("persistentVolumeClaim", "claimName"), null));

    private static IEnumerable<NamedObject> OfFiles(JsonElement source)
    {
        foreach (var (kind, field) in new[] { ("ConfigMap", "configMap"), ("Secret", "secret") })
        {
            if (source.At(field) is { } files && !IsOptional(files))
            {
                var name = files.TextAt("name") is { Length: > 0 } projected ? projected : files.TextAt("secretName");
                yield return new NamedObject(kind, name, null);
                foreach (var item in files.ItemsAt("items"))
                {
                    yield return new NamedObject(kind, name, item.TextAt("key"));
                }
            }
        }
    }

    private static IEnumerable<NamedObject> OfContainer(JsonElement container)
    {
        foreach (var (kind, whole, part) in new[] { ("ConfigMap", "configMapRef", "configMapKeyRef"), ("Secret", "secretRef", "secretKeyRef") })
        {
            foreach (var source in container.ItemsAt("envFrom").Select(source => source.At(whole)).OfType<JsonElement>().Where(source => !IsOptional(source)))
            {
                yield return new NamedObject(kind, source.TextAt("name"), null);
            }

            foreach (var value in container.ItemsAt("env").Select(variable => variable.At("valueFrom", part)).OfType<JsonElement>().Where(value => !IsOptional(value)))
            {
                yield return new NamedObject(kind, value.TextAt("name"), value.TextAt("key"));
            }
        }
    }

    private static bool IsOptional(JsonElement reference) => reference.At("optional") is { ValueKind: JsonValueKind.True };
}
