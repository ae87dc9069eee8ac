using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Proof.Effects;

/// <summary>Something that pods need by name, in their own namespace; what is optional is none.</summary>
/// <param name="Kind"><c>ConfigMap</c>, <c>Secret</c>, <c>ServiceAccount</c> or <c>PersistentVolumeClaim</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key in it; null when all of it is meant.</param>
internal sealed record NamedObject(string Kind, string Name, string? Key)
{
    /// <summary>All that a pod spec names.</summary>
    public static IEnumerable<NamedObject> In(JsonElement spec) =>
        spec.Items("volumes").SelectMany(OfVolume)
            .Concat(spec.Items("initContainers").Concat(spec.Items("containers")).SelectMany(OfContainer))
            .Append(new NamedObject("ServiceAccount", spec.Text("serviceAccountName"), null))
            .Where(one => one.Name.Length > 0)
            .Distinct();

    private static IEnumerable<NamedObject> OfVolume(JsonElement volume) =>
        OfFiles(volume).Concat(volume.Items("projected", "sources").SelectMany(OfFiles))
            .Append(new NamedObject("PersistentVolumeClaim", volume.Text("persistentVolumeClaim", "claimName"), null));

    private static IEnumerable<NamedObject> OfFiles(JsonElement source)
    {
        foreach (var (kind, field) in new[] { ("ConfigMap", "configMap"), ("Secret", "secret") })
        {
            if (source.Find(field) is { } files && !IsOptional(files))
            {
                var name = files.Text("name") is { Length: > 0 } projected ? projected : files.Text("secretName");
                yield return new NamedObject(kind, name, null);
                foreach (var item in files.Items("items"))
                {
                    yield return new NamedObject(kind, name, item.Text("key"));
                }
            }
        }
    }

    private static IEnumerable<NamedObject> OfContainer(JsonElement container)
    {
        foreach (var (kind, whole, part) in new[] { ("ConfigMap", "configMapRef", "configMapKeyRef"), ("Secret", "secretRef", "secretKeyRef") })
        {
            foreach (var source in container.Items("envFrom").Select(source => source.Find(whole)).OfType<JsonElement>().Where(source => !IsOptional(source)))
            {
                yield return new NamedObject(kind, source.Text("name"), null);
            }

            foreach (var value in container.Items("env").Select(variable => variable.Find("valueFrom", part)).OfType<JsonElement>().Where(value => !IsOptional(value)))
            {
                yield return new NamedObject(kind, value.Text("name"), value.Text("key"));
            }
        }
    }

    private static bool IsOptional(JsonElement reference) => reference.Find("optional") is { ValueKind: JsonValueKind.True };
}
