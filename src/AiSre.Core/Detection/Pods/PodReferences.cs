using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What a pod needs by name, in its own namespace.</summary>
internal static class PodReferences
{
    /// <summary>ConfigMaps, Secrets, claims and the ServiceAccount that must be there; optional ones are left out.</summary>
    public static IEnumerable<PodReference> Of(PodSpec spec)
    {
        foreach (var volume in spec.Volumes)
        {
            if (volume.ConfigMap is { Optional: false } map)
            {
                yield return new("ConfigMap", map.Name, null);
            }

            if (volume.Secret is { Optional: false } secret)
            {
                yield return new("Secret", secret.SecretName, null);
            }

            if (volume.PersistentVolumeClaim is { } claim)
            {
                yield return new("PersistentVolumeClaim", claim.ClaimName, null);
            }

            foreach (var source in volume.Projected?.Sources ?? [])
            {
                if (source.ConfigMap is { Optional: false } part)
                {
                    yield return new("ConfigMap", part.Name, null);
                }

                if (source.Secret is { Optional: false } hidden)
                {
                    yield return new("Secret", hidden.Name, null);
                }
            }
        }

        foreach (var container in spec.InitContainers.Concat(spec.Containers))
        {
            foreach (var reference in OfContainer(container))
            {
                yield return reference;
            }
        }
    }

    private static IEnumerable<PodReference> OfContainer(Container container)
    {
        foreach (var source in container.EnvFrom)
        {
            if (source.ConfigMapRef is { Optional: false } map)
            {
                yield return new("ConfigMap", map.Name, null);
            }

            if (source.SecretRef is { Optional: false } secret)
            {
                yield return new("Secret", secret.Name, null);
            }
        }

        foreach (var variable in container.Env)
        {
            if (variable.ValueFrom?.ConfigMapKeyRef is { Optional: false } map)
            {
                yield return new("ConfigMap", map.Name, map.Key);
            }

            if (variable.ValueFrom?.SecretKeyRef is { Optional: false } secret)
            {
                yield return new("Secret", secret.Name, secret.Key);
            }
        }
    }
}

/// <param name="Kind">The kind of the object.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key in it; null when all of it is meant.</param>
internal sealed record PodReference(string Kind, string Name, string? Key);
