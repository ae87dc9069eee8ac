namespace AiSre.Clusters.Objects.Files;

/// <summary>Whose log a file is, as far as its place in a folder or archive tells; the pods that lie beside it tell the rest.</summary>
/// <param name="Namespace">The pod's namespace, or what stands where it might stand; null when nothing does.</param>
/// <param name="Pod">The pod's name, as it seems.</param>
/// <param name="File">The file's name, from which the container's follows; of the form <c>container.log</c>.</param>
/// <param name="IsCertain">Whether the layout says what the parts mean; else only a pod of that name makes it a log.</param>
internal sealed record LogPlace(string? Namespace, string Pod, string File, bool IsCertain)
{
    private const string Extension = ".log";

    /// <summary>The place that a path names; null when it is no log's.</summary>
    /// <param name="path">With slashes.</param>
    public static LogPlace? Of(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !parts[^1].EndsWith(Extension, StringComparison.Ordinal))
        {
            return null;
        }

        return parts switch
        {
            // must-gather, and what `oc adm inspect` writes. The API server's certificate could not be checked for an "insecure" one.
            [.., "namespaces", var space, "pods", var pod, var container, _, "logs", "current.log" or "current.insecure.log"] => new(space, pod, container + Extension, true),
            [.., "namespaces", var space, "pods", var pod, var container, _, "logs", "previous.log" or "previous.insecure.log"] =>
                new(space, pod, $"{container}.previous{Extension}", true),

            // Ours, and support bundles: cluster-resources/pods/logs.
            [.., "logs", var space, var pod, var file] => new(space, pod, file, true),

            // Named collectors of support bundles: collector/pod/container.log, or collector/pod.log of a pod with one container.
            [.., var space, var pod, var file] => new(space, pod, file, false),
            _ => new(null, parts[^2], parts[^1], false),
        };
    }

    /// <summary>Whose log it is; null when no pod says so.</summary>
    public (string Namespace, string Pod, string Container, bool Previous)? Resolve(PodNames pods)
    {
        var stem = File[..^Extension.Length];
        if (IsCertain)
        {
            var (container, previous) = Container(stem, pods.Find(Namespace!, Pod));
            return (Namespace!, Pod, container, previous);
        }

        if ((pods.Find(Namespace, Pod) ?? pods.Single(Pod)) is { } known)
        {
            var (container, previous) = Container(stem, known);
            return (known.Metadata.Namespace ?? "", known.Metadata.Name, container, previous);
        }

        var (name, isPrevious) = Container(stem, null);
        return pods.Single(name) is { } only && only.Containers.ToList() is [var one]
            ? (only.Metadata.Namespace ?? "", only.Metadata.Name, one.Spec.Name, isPrevious)
            : null;
    }

    // A container may be called "x-previous".
    private static (string Name, bool Previous) Container(string stem, Pod? pod)
    {
        if (pod is not null && pod.Containers.Any(container => container.Spec.Name == stem))
        {
            return (stem, false);
        }

        foreach (var suffix in new[] { ".previous", "-previous" })
        {
            if (stem.Length > suffix.Length && stem.EndsWith(suffix, StringComparison.Ordinal))
            {
                return (stem[..^suffix.Length], true);
            }
        }

        return (stem, false);
    }
}

/// <summary>The pods among the objects, by name.</summary>
internal sealed class PodNames(IEnumerable<Pod> pods)
{
    private readonly ILookup<string, Pod> byName = pods.ToLookup(pod => pod.Metadata.Name, StringComparer.Ordinal);

    public Pod? Find(string? @namespace, string name) => byName[name].FirstOrDefault(pod => pod.Metadata.Namespace == @namespace);

    /// <summary>The pod of this name where there is one in all namespaces.</summary>
    public Pod? Single(string name) => byName[name].Take(2).ToList() is [var only] ? only : null;
}
