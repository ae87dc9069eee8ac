using System.Text;
using AiSre.Clusters.Objects;

namespace AiSre.Clusters;

/// <summary>The rights that AiSre's account needs, and no others: to read the kinds that rules read, and the logs of pods.</summary>
public static class ReaderRole
{
    public const string Name = "aisre-reader";

    /// <summary>The <c>ClusterRole</c> as a manifest.</summary>
    public static string Yaml()
    {
        var yaml = new StringBuilder($"""
            # What AiSre may do in a cluster: read these kinds, and the logs of pods. It writes nothing and sees no Secret.
            # Printed by `./aisre rbac`, and held equal to it by a test.
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: {Name}
            rules:

            """);
        foreach (var group in ObjectKinds.All.GroupBy(kind => kind.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yaml.Append(
                $"""
                - apiGroups: ["{group.Key}"]
                  resources: [{string.Join(", ", group.Select(kind => kind.Plural).Distinct().Order(StringComparer.Ordinal))}]
                  verbs: [get, list, watch]

                """);
        }

        foreach (var kind in ObjectKinds.NamesOnly)
        {
            yaml.Append(
                $"""
                - apiGroups: ["{kind.Group}"]
                  resources: [{kind.Plural}]
                  verbs: [list]

                """);
        }

        yaml.Append(
            """
            - apiGroups: [""]
              resources: [pods/log]
              verbs: [get]

            """);
        return yaml.ToString();
    }
}
