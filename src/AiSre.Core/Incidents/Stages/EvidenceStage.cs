using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Clusters;
using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents.Alerts;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Incidents.Stages;

/// <summary>
/// Copies what proves the symptoms before it is gone: the objects, their owners, what was said about them, the last words of containers that
/// failed, and their applications.
/// </summary>
internal sealed class EvidenceStage(ClusterConnections clusters, ObjectHistory history) : IIncidentStage
{
    /// <summary>Pods of one workload fail alike; a few of them prove it.</summary>
    private const int ObjectsPerWorkload = 3;

    private const int MostWorkloads = 20;
    private const int EventsPerObject = 20;
    private const int MostCited = 40;
    private const int MostAlerts = 20;

    public IncidentState State => IncidentState.Detected;

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var cluster = clusters.Get(context.Incident.Cluster);
        var symptoms = await context.Db.Set<SymptomRecord>().AsNoTracking()
            .Where(symptom => symptom.IncidentId == context.Incident.Id && symptom.GoneAt == null)
            .OrderBy(symptom => symptom.FirstSeenAt)
            .ToListAsync(cancellationToken);
        var copies = new Dictionary<string, Copy>(StringComparer.Ordinal);
        var logs = new FailedContainerLogs(cluster);
        foreach (var workload in symptoms.GroupBy(symptom => symptom.Symptom.Workload).Take(MostWorkloads))
        {
            if (workload.Key is { Kind: AlertSymptoms.UnplacedKind, ApiVersion.Length: 0 })
            {
                continue; // An alert that names no object.
            }

            foreach (var symptom in workload.Take(ObjectsPerWorkload))
            {
                await CopyWithOwnersAsync(cluster, symptom.Symptom.Object, copies, logs, cancellationToken);
            }

            await CopyWithOwnersAsync(cluster, workload.Key, copies, logs, cancellationToken);
            await CopyRolloutAsync(cluster, workload.Key, context.Incident.OpenedAt, copies, cancellationToken);
        }

        foreach (var cited in symptoms.SelectMany(symptom => Cited(symptom.Symptom)).Distinct().Take(MostCited))
        {
            await CopyWithOwnersAsync(cluster, cited, copies, logs, cancellationToken);
        }

        foreach (var application in symptoms.Select(symptom => symptom.Application).OfType<string>().Distinct())
        {
            var slash = application.IndexOf('/', StringComparison.Ordinal);
            var reference = new ObjectRef("argoproj.io/v1alpha1", "Application", application[..slash], application[(slash + 1)..]);
            await CopyWithOwnersAsync(cluster, reference, copies, logs, cancellationToken);
        }

        foreach (var log in logs.Read)
        {
            copies[log.Address] = new Copy(EvidenceKind.Log, log.Text);
        }

        await CopyAlertsAsync(context, symptoms, copies, cancellationToken);
        var kept = await KeepAsync(context, copies, cancellationToken);
        var missing = logs.Problem is null ? "" : $" No logs are among them: {logs.Problem}";
        context.Move(IncidentState.EvidenceKept, TimelineKind.EvidenceKept, $"Kept {kept} {(kept == 1 ? "piece" : "pieces")} of evidence.{missing}");
    }

    // What a rule blames or quotes beyond the object itself: the node, the Service, the policy.
    private static IEnumerable<ObjectRef> Cited(Symptom symptom)
    {
        var blamed = symptom.Fault is { } fault ? new[] { fault.Object, fault.Anchor } : [];
        return symptom.Proof.Select(proof => proof.Evidence).Select(ObjectKinds.RefOf).OfType<ObjectRef>()
            .Concat(blamed.Concat(symptom.PointsAt.Take(3)).Where(one => ObjectKinds.All.Any(kind => kind.Kind == one.Kind)))
            .Where(one => one.Kind is not "Event");
    }

    /// <summary>The object, its controllers up to the top, and the events about each; of a pod also the logs of what failed in it.</summary>
    private static async Task CopyWithOwnersAsync(
        ClusterConnection cluster, ObjectRef start, Dictionary<string, Copy> copies, FailedContainerLogs logs, CancellationToken cancellationToken)
    {
        for (var next = start; next is not null;)
        {
            if (copies.ContainsKey(next.Address))
            {
                return;
            }

            var value = await CopyAsync(cluster, next, copies, cancellationToken);
            if (value is null)
            {
                return; // Gone since it was seen; its symptom goes with the next look.
            }

            foreach (var said in (await cluster.ReadEventsAsync(next, cancellationToken)).TakeLast(EventsPerObject))
            {
                copies[said.Ref.Address] = new Copy(EvidenceKind.Event, said.Json);
            }

            if (value is Pod pod)
            {
                await logs.ReadAsync(pod, cancellationToken);
            }

            next = value.Metadata.Controller is { } controller ? Lineage.RefOf(controller, value) : null;
        }
    }

    /// <summary>
    /// Of a Deployment that nobody has recorded while it was well, the ReplicaSets that tell what it was like: they go when newer ones come.
    /// </summary>
    private async Task CopyRolloutAsync(
        ClusterConnection cluster, ObjectRef workload, DateTimeOffset before, Dictionary<string, Copy> copies, CancellationToken cancellationToken)
    {
        if (!copies.TryGetValue(workload.Address, out var copy) || ObjectReader.Read(copy.Content) is not Deployment deployment
            || JsonNode.Parse(copy.Content)?["spec"]?["selector"]?["matchLabels"] is not JsonObject { Count: > 0 } labels
            || await history.LastHealthyAsync(cluster.Name, workload, before, cancellationToken) is not null)
        {
            return;
        }

        var selected = labels.Select(label => KeyValuePair.Create(label.Key, label.Value?.ToString() ?? ""));
        var sets = (await cluster.ReadReplicaSetsAsync(workload.Namespace, selected, cancellationToken))
            .Select(json => (Json: json, Set: ObjectReader.Read(json) as ReplicaSet))
            .Where(one => one.Set is not null)
            .ToList();
        foreach (var compared in RolloutHistory.Compared(deployment, sets.Select(one => one.Set!)))
        {
            copies.TryAdd(compared.Ref.Address, new Copy(EvidenceKind.Object, sets.Find(one => one.Set == compared).Json));
        }
    }

    private static async Task CopyAlertsAsync(StageContext context, List<SymptomRecord> symptoms, Dictionary<string, Copy> copies, CancellationToken cancellationToken)
    {
        var fingerprints = symptoms.Select(symptom => symptom.Symptom.Parameters.GetValueOrDefault(SymptomParameters.Alert)).OfType<string>().Take(MostAlerts).ToList();
        if (fingerprints.Count == 0)
        {
            return;
        }

        var alerts = await context.Db.Set<Alert>().AsNoTracking()
            .Where(alert => alert.Cluster == context.Incident.Cluster && fingerprints.Contains(alert.Fingerprint))
            .ToListAsync(cancellationToken);
        foreach (var alert in alerts)
        {
            copies[alert.Address] = new Copy(EvidenceKind.Alert, alert.Json);
        }
    }

    private static async Task<KubeObject?> CopyAsync(ClusterConnection cluster, ObjectRef subject, Dictionary<string, Copy> copies, CancellationToken cancellationToken)
    {
        if (await cluster.ReadObjectAsync(subject, cancellationToken) is not { } json)
        {
            return null;
        }

        copies[subject.Address] = new Copy(EvidenceKind.Object, json);
        return ObjectReader.Read(json);
    }

    private static async Task<int> KeepAsync(StageContext context, Dictionary<string, Copy> copies, CancellationToken cancellationToken)
    {
        var known = await context.Db.Set<Evidence>().AsNoTracking()
            .Where(evidence => evidence.IncidentId == context.Incident.Id)
            .Select(evidence => new { evidence.Address, evidence.Sha256 })
            .ToListAsync(cancellationToken);
        var count = 0;
        foreach (var (address, copy) in copies)
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(copy.Content)));
            if (known.Exists(evidence => evidence.Address == address && evidence.Sha256 == sha256))
            {
                continue;
            }

            count++;
            context.Db.Add(new Evidence
            {
                Id = Guid.CreateVersion7(context.Now),
                IncidentId = context.Incident.Id,
                Kind = copy.Kind,
                Address = address,
                Content = copy.Content,
                Sha256 = sha256,
                CapturedAt = context.Now,
            });
        }

        return count;
    }

    private sealed record Copy(EvidenceKind Kind, string Content);
}
