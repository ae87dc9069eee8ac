using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Admission;

/// <summary>The defaults of Services, with a cluster address that stays the same for the same name.</summary>
internal static class ServiceDefaults
{
    public static void Apply(JsonObject service)
    {
        var spec = service.Ensure("spec");
        spec.Default("type", "ClusterIP");
        foreach (var port in spec.Items("ports"))
        {
            port.Default("protocol", "TCP");
            port.Default("targetPort", port["port"]?.DeepClone());
        }

        spec.Default("sessionAffinity", "None");
        if (spec.Text("type") != "ExternalName")
        {
            spec.Default("clusterIP", AddressOf($"{service.Text("metadata", "namespace")}/{service.Text("metadata", "name")}"));
            spec.Default("clusterIPs", new JsonArray(spec.Text("clusterIP")));
            spec.Default("internalTrafficPolicy", "Cluster");
            spec.Default("ipFamilies", new JsonArray("IPv4"));
            spec.Default("ipFamilyPolicy", "SingleStack");
        }

        service.Ensure("status").Default("loadBalancer", new JsonObject());
    }

    private static string AddressOf(string name)
    {
        var hash = Fnv.Hash32(name);
        return $"10.96.{hash >> 8 & 0xff}.{(hash & 0xff) % 250 + 2}";
    }
}
