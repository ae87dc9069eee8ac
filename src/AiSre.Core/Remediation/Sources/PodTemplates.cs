using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Where the kinds that run pods keep their pod spec.</summary>
internal static class PodTemplates
{
    /// <summary>The lists of containers, and whether they are init containers.</summary>
    public static readonly ImmutableArray<(string Key, bool IsInit)> Lists = [("initContainers", true), ("containers", false)];

    /// <summary>The kinds whose replicas a kustomization's <c>replicas</c> sets.</summary>
    public static readonly ImmutableArray<string> Replicas = ["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"];

    /// <summary>Where they say how many.</summary>
    public static readonly FieldPath ReplicasField = FieldPath.Of("spec", "replicas");

    /// <summary>The keys to the pod spec; null when the kind runs no pods.</summary>
    public static string[]? PathOf(string group, string kind) => (group, kind) switch
    {
        ("", "Pod") => ["spec"],
        ("", "ReplicationController") => ["spec", "template", "spec"],
        ("", "PodTemplate") => ["template", "spec"],
        ("apps", "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet") => ["spec", "template", "spec"],
        ("batch", "Job") => ["spec", "template", "spec"],
        ("batch", "CronJob") => ["spec", "jobTemplate", "spec", "template", "spec"],
        ("argoproj.io", "Rollout") => ["spec", "template", "spec"],
        _ => null,
    };

    /// <summary>The images in an object, with their paths from the object.</summary>
    public static IEnumerable<(string Container, bool IsInit, int Index, string Image, YamlPath Path)> Images(YamlView view, YamlNode manifest, string[] path)
    {
        var spec = view.Get(manifest, path);
        foreach (var (key, isInit) in Lists)
        {
            var list = path.Append(key).Aggregate(YamlPath.Root, (way, step) => way.Key(step));
            foreach (var (item, index) in view.Items(spec, key))
            {
                if (view.Text(item, "name") is { } name && view.Text(item, "image") is { } image)
                {
                    yield return (name, isInit, index, image, list.Index(index).Key("image"));
                }
            }
        }
    }
}
