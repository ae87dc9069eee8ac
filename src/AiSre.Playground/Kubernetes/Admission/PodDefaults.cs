using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Admission;

/// <summary>The defaults of pods and pod templates, and what admission adds to pods alone.</summary>
internal static class PodDefaults
{
    public static void OfPod(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        OfSpec(spec);
        spec.Default("enableServiceLinks", true);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        spec.Default("priority", 0);
        spec.Default("serviceAccountName", "default");
        spec.Default("serviceAccount", spec.Text("serviceAccountName"));
        spec.Default("tolerations", new JsonArray(Toleration("not-ready"), Toleration("unreachable")));
        MountServiceAccountToken(spec);
        var status = pod.Ensure("status");
        status.Default("phase", "Pending");
        status.Default("qosClass", QosClassOf(spec));
    }

    public static void OfSpec(JsonObject spec)
    {
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            OfContainer(container);
        }

        foreach (var volume in spec.Items("volumes"))
        {
            foreach (var source in (string[])["configMap", "secret", "projected", "downwardAPI"])
            {
                volume.Child(source)?.Default("defaultMode", 420);
            }
        }

        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("securityContext", new JsonObject());
        spec.Default("schedulerName", "default-scheduler");
    }

    private static void OfContainer(JsonObject container)
    {
        container.Default("resources", new JsonObject());
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", PullPolicyOf(container.Text("image") ?? ""));
        foreach (var port in container.Items("ports"))
        {
            port.Default("protocol", "TCP");
        }

        foreach (var probe in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container[probe] is JsonObject settings)
            {
                settings.Default("timeoutSeconds", 1);
                settings.Default("periodSeconds", 10);
                settings.Default("successThreshold", 1);
                settings.Default("failureThreshold", 3);
                settings.Child("httpGet")?.Default("scheme", "HTTP");
            }
        }

        foreach (var variable in container.Items("env"))
        {
            variable.Child("valueFrom", "fieldRef")?.Default("apiVersion", "v1");
        }
    }

    private static string PullPolicyOf(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var isLatest = !name.Contains('@', StringComparison.Ordinal)
            && (!name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal));
        return isLatest ? "Always" : "IfNotPresent";
    }

    private static JsonObject Toleration(string what) => new()
    {
        ["key"] = $"node.kubernetes.io/{what}",
        ["operator"] = "Exists",
        ["effect"] = "NoExecute",
        ["tolerationSeconds"] = 300,
    };

    private static void MountServiceAccountToken(JsonObject spec)
    {
        const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
        if (spec["automountServiceAccountToken"] is not null && !spec.Flag("automountServiceAccountToken"))
        {
            return;
        }

        if (spec.Items("containers").Any(container => container.Items("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath)))
        {
            return;
        }

        var name = $"kube-api-access-{RandomNames.Suffix()}";
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            container.Default("volumeMounts", new JsonArray());
            container["volumeMounts"]!.AsArray().Add(new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = MountPath });
        }

        spec.Default("volumes", new JsonArray());
        spec["volumes"]!.AsArray().Add(new JsonObject
        {
            ["name"] = name,
            ["projected"] = new JsonObject
            {
                ["defaultMode"] = 420,
                ["sources"] = new JsonArray(
                    new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                    new JsonObject { ["configMap"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }) } },
                    new JsonObject { ["downwardAPI"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["path"] = "namespace", ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" } }) } }),
            },
        });
    }

    private static string QosClassOf(JsonObject spec)
    {
        var resources = spec.Items("containers").Select(container => container.Child("resources")).ToList();
        if (resources.All(resource => resource.Child("requests") is null && resource.Child("limits") is null))
        {
            return "BestEffort";
        }

        return resources.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool IsGuaranteed(JsonObject? resources) => ((string[])["cpu", "memory"]).All(resource =>
        resources.Text("limits", resource) is { } limit && (resources.Text("requests", resource) ?? limit) == limit);
}
