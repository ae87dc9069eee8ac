using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents.Alerts;

/// <summary>Firing alerts as symptoms of the objects they name. Pure.</summary>
public static class AlertSymptoms
{
    /// <summary>The kind of an alert that names no object that is known; no API has it.</summary>
    public const string UnplacedKind = "Alert";

    /// <summary>Labels that change while the fault stays the same, or that say nothing of it.</summary>
    private static readonly FrozenSet<string> Unstable = FrozenSet.Create(
        StringComparer.Ordinal,
        "alertname", "alertgroup", "severity", "cluster", "prometheus", "prometheus_replica", "replica", "monitor", "receive", "tenant_id",
        "pod", "exported_pod", "pod_name", "pod_template_hash", "uid", "id", "container_id", "image", "image_id", "instance", "exported_instance",
        "endpoint", "metrics_path", "reason", "phase", "condition", "status", "sync_status", "health_status", "value", "le", "quantile");

    /// <summary>The symptom that an alert is.</summary>
    /// <param name="alert">A firing alert.</param>
    /// <param name="cache">Its cluster as it is known.</param>
    public static Symptom Of(Alert alert, ObjectCache cache)
    {
        var found = AlertObjects.Find(alert.Labels, cache);
        var about = found ?? new ObjectRef("", UnplacedKind, Space(alert), alert.Name);
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        parameters[SymptomParameters.Alert] = alert.Fingerprint;
        parameters[SymptomParameters.AlertName] = alert.Name;
        parameters[SymptomParameters.AlertSource] = alert.Source;
        if (Container(alert) is { } container && about.Kind == "Pod")
        {
            parameters[SymptomParameters.Container] = container;
        }

        var workload = cache.Find(about) is { } value ? cache.WorkloadOf(value) : about;
        return new Symptom
        {
            Reason = SymptomReason.AlertFiring,
            Severity = alert.Severity,
            Object = about,
            Workload = workload,
            Message = alert.Summary.Length > 0 ? $"{alert.Name}: {alert.Summary}" : alert.Name,
            Parameters = parameters.ToImmutable(),
            Fault = AlertVerdicts.Of(alert, about) is { } code ? new Fault(code, about.Kind == "Pod" ? workload : about, null) : null,
            Proof = Proof(alert),
            Since = alert.StartsAt,
        };
    }

    // The alert itself is kept as evidence: its name, and what it says of this case.
    private static ImmutableArray<Citation> Proof(Alert alert) =>
    [
        new(alert.Address, alert.Name),
        .. alert.Summary.Length > 0 ? new[] { new Citation(alert.Address, alert.Summary) } : [],
    ];

    /// <summary>What an incident of alerts alone is keyed by: the workload that they are about, or else the alert's name and the labels that stay.</summary>
    internal static string KeyOf(Symptom symptom, Alert alert) =>
        symptom.Object.Kind == UnplacedKind && symptom.Object.ApiVersion.Length == 0
            ? $"alert:{alert.Name}:{string.Join(',', alert.Labels.Where(label => !Unstable.Contains(label.Key)).Select(label => $"{label.Key}={label.Value}"))}"
            : $"alert:{symptom.Workload.Address}";

    private static string? Container(Alert alert) => alert.Labels.GetValueOrDefault("exported_container") ?? alert.Labels.GetValueOrDefault("container");

    private static string? Space(Alert alert) => alert.Labels.GetValueOrDefault("exported_namespace") ?? alert.Labels.GetValueOrDefault("namespace");
}
