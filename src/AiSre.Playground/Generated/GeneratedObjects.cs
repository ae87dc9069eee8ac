using System.Globalization;
using System.Text;

namespace AiSre.Playground.Generated;

/// <summary>Writes the objects of a generated cluster as they are asked for: as JSON of the size and shape that real ones have, managed fields included.</summary>
internal sealed class GeneratedObjects(GeneratedSize size)
{
    private const string Started = "2026-11-01T08:00:00Z";

    // About what server-side apply and the kubelet leave on a pod.
    private static readonly string ManagedFields = "\"managedFields\":[" + string.Join(',', Enumerable.Range(0, 3).Select(manager =>
        $"{{\"manager\":\"manager-{manager}\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"time\":\"{Started}\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{{"
        + string.Join(',', Enumerable.Range(0, 24).Select(field => $"\"f:field-{manager}-{field}\":{{\"f:sub\":{{}},\".\":{{}}}}")) + "}}")) + "]";

    public static string NamespaceOf(int workload) => string.Create(CultureInfo.InvariantCulture, $"team-{workload % GeneratedSize.Namespaces:000}");

    public static string HashOf(int workload) => string.Create(CultureInfo.InvariantCulture, $"{0x10000000u + (uint)workload * 2654435761u % 0x6fffffffu:x8}");

    public static string PodName(int pod) => string.Create(CultureInfo.InvariantCulture, $"app-{pod / GeneratedSize.PodsPerWorkload:00000}-{HashOf(pod / GeneratedSize.PodsPerWorkload)}-{pod % GeneratedSize.PodsPerWorkload:00000}");

    public static string Node(int node, long version) => string.Create(CultureInfo.InvariantCulture,
        $$$$$"""{"metadata":{"name":"node-{{{{{node:00000}}}}}","uid":"00000000-0000-4000-9000-{{{{{node:000000000000}}}}}","resourceVersion":"{{{{{version}}}}}","creationTimestamp":"{{{{{Started}}}}}","labels":{"kubernetes.io/hostname":"node-{{{{{node:00000}}}}}","kubernetes.io/arch":"amd64","topology.kubernetes.io/zone":"zone-{{{{{node % 3}}}}}"},{{{{{ManagedFields}}}}}},"spec":{"podCIDR":"10.{{{{{node / 256}}}}}.{{{{{node % 256}}}}}.0/24"},"status":{"allocatable":{"cpu":"31850m","memory":"126Gi","pods":"110","ephemeral-storage":"200Gi"},"conditions":[{"type":"MemoryPressure","status":"False","lastTransitionTime":"{{{{{Started}}}}}","reason":"KubeletHasSufficientMemory","message":"kubelet has sufficient memory available"},{"type":"DiskPressure","status":"False","lastTransitionTime":"{{{{{Started}}}}}","reason":"KubeletHasNoDiskPressure","message":"kubelet has no disk pressure"},{"type":"PIDPressure","status":"False","lastTransitionTime":"{{{{{Started}}}}}","reason":"KubeletHasSufficientPID","message":"kubelet has sufficient PID available"},{"type":"Ready","status":"True","lastTransitionTime":"{{{{{Started}}}}}","reason":"KubeletReady","message":"kubelet is posting ready status"}],"nodeInfo":{"kubeletVersion":"v1.33.0","containerRuntimeVersion":"containerd://2.0.0"}}}""");

    public static string Application(int application, long version) => string.Create(CultureInfo.InvariantCulture,
        $$$$$"""{"metadata":{"name":"app-{{{{{application:00000}}}}}","namespace":"argocd","uid":"00000000-0000-4000-a000-{{{{{application:000000000000}}}}}","resourceVersion":"{{{{{version}}}}}","creationTimestamp":"{{{{{Started}}}}}",{{{{{ManagedFields}}}}}},"spec":{"project":"default","source":{"repoURL":"https://git.example/deploy/{{{{{NamespaceOf(application)}}}}}.git","path":"apps/app-{{{{{application:00000}}}}}","targetRevision":"main"},"destination":{"server":"https://kubernetes.default.svc","namespace":"{{{{{NamespaceOf(application)}}}}}"}},"status":{"sync":{"status":"Synced","revision":"{{{{{HashOf(application)}}}}}{{{{{HashOf(application)}}}}}{{{{{HashOf(application)}}}}}{{{{{HashOf(application)}}}}}{{{{{HashOf(application)}}}}}"},"health":{"status":"Healthy"},"resources":[{"version":"v1","kind":"Service","namespace":"{{{{{NamespaceOf(application)}}}}}","name":"app-{{{{{application:00000}}}}}","status":"Synced","health":{"status":"Healthy"}},{"group":"apps","version":"v1","kind":"Deployment","namespace":"{{{{{NamespaceOf(application)}}}}}","name":"app-{{{{{application:00000}}}}}","status":"Synced","health":{"status":"Healthy"}}],"reconciledAt":"{{{{{Started}}}}}"}}""");

    public static string Namespace(int number, long version) => string.Create(CultureInfo.InvariantCulture,
        $$$$$"""{"metadata":{"name":"team-{{{{{number:000}}}}}","uid":"00000000-0000-4000-b000-{{{{{number:000000000000}}}}}","resourceVersion":"{{{{{version}}}}}","labels":{"kubernetes.io/metadata.name":"team-{{{{{number:000}}}}}"}},"status":{"phase":"Active"}}""");

    /// <param name="pod">Its number.</param>
    /// <param name="version">Its resource version.</param>
    /// <param name="failure">What its container waits for, as the kubelet says it; null while it is well.</param>
    /// <param name="turn">How often it was touched, so that two versions differ.</param>
    public string Pod(int pod, long version, string? failure, int turn)
    {
        var workload = pod / GeneratedSize.PodsPerWorkload;
        var (space, name, hash) = (NamespaceOf(workload), PodName(pod), HashOf(workload));
        var isWell = failure is null ? "True" : "False";
        var state = failure is null
            ? $$$$$"""{"running":{"startedAt":"{{{{{Started}}}}}"}}"""
            : $$$$$"""{"waiting":{"reason":"ErrImagePull","message":"{{{{{failure}}}}}"}}""";
        var builder = new StringBuilder(6 * 1024);
        builder.Append(CultureInfo.InvariantCulture, $$$$$"""{"metadata":{"name":"{{{{{name}}}}}","generateName":"app-{{{{{workload:00000}}}}}-{{{{{hash}}}}}-","namespace":"{{{{{space}}}}}","uid":"00000000-0000-4000-8000-{{{{{pod:000000000000}}}}}","resourceVersion":"{{{{{version}}}}}","creationTimestamp":"{{{{{Started}}}}}","labels":{"app":"app-{{{{{workload:00000}}}}}","pod-template-hash":"{{{{{hash}}}}}","turn":"{{{{{turn % 2}}}}}"},"annotations":{"prometheus.io/scrape":"true","kubectl.kubernetes.io/restartedAt":"{{{{{Started}}}}}"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"app-{{{{{workload:00000}}}}}-{{{{{hash}}}}}","uid":"00000000-0000-4000-c000-{{{{{workload:000000000000}}}}}","controller":true,"blockOwnerDeletion":true}],{{{{{ManagedFields}}}}}},""");
        builder.Append(CultureInfo.InvariantCulture, $$$$$"""
"spec":{"volumes":[{"name":"config","configMap":{"name":"app-config"}},{"name":"kube-api-access-{{{{{pod % 100000:00000}}}}}","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}]}}],"containers":[{"name":"app","image":"registry.example/team/app-{{{{{workload:00000}}}}}:1.4.2","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"LOG_LEVEL","value":"info"},{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}},{"name":"POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}],"resources":{"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},"volumeMounts":[{"name":"config","mountPath":"/etc/app"},{"name":"kube-api-access-{{{{{pod % 100000:00000}}}}}","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],"livenessProbe":{"httpGet":{"path":"/healthz","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},"readinessProbe":{"httpGet":{"path":"/ready","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"app","nodeName":"node-{{{{{pod % size.Nodes:00000}}}}}","schedulerName":"default-scheduler","tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,"preemptionPolicy":"PreemptLowerPriority"},
""");
        builder.Append(CultureInfo.InvariantCulture, $$$$$"""
"status":{"phase":"{{{{{(failure is null ? "Running" : "Pending")}}}}}","conditions":[{"type":"Initialized","status":"True","lastTransitionTime":"{{{{{Started}}}}}"},{"type":"Ready","status":"{{{{{isWell}}}}}","lastTransitionTime":"{{{{{Started}}}}}"},{"type":"ContainersReady","status":"{{{{{isWell}}}}}","lastTransitionTime":"{{{{{Started}}}}}"},{"type":"PodScheduled","status":"True","lastTransitionTime":"{{{{{Started}}}}}"}],"hostIP":"10.0.0.1","podIP":"10.1.2.3","startTime":"{{{{{Started}}}}}","containerStatuses":[{"name":"app","state":{{{{{state}}}}},"lastState":{},"ready":{{{{{(failure is null ? "true" : "false")}}}}},"restartCount":0,"image":"registry.example/team/app-{{{{{workload:00000}}}}}:1.4.2","imageID":"registry.example/team/app@sha256:{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}","containerID":"containerd://{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}{{{{{hash}}}}}","started":true}],"qosClass":"Burstable"}}
""");

        // A watch is one object per line.
        return builder.Replace("\n", "").ToString();
    }
}
