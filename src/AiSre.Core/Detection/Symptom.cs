using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>One deterministic finding about one object.</summary>
public sealed record Symptom
{
    /// <summary>What is wrong, as a code.</summary>
    public required SymptomReason Reason { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The object that shows the symptom.</summary>
    public required ObjectRef Object { get; init; }

    /// <summary>What the cluster says about it, in its own words where it has any. May change between two looks.</summary>
    public required string Message { get; init; }

    /// <summary>Typed facts by the names of <see cref="SymptomParameters"/>; part of the identity are only those that stay the same.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The workload that owns the object (Deployment, StatefulSet, …), or the object itself.</summary>
    public required ObjectRef Workload { get; init; }

    /// <summary>The cause, as far as the object itself and what was said about it tell; null when they only tell that something is wrong.</summary>
    public Fault? Fault { get; init; }

    /// <summary>What proves it, the most telling first.</summary>
    public ImmutableArray<Citation> Proof { get => field.IsDefault ? [] : field; init; }

    /// <summary>Objects that it points at beyond its own: the host a log names, the Service of a webhook. If one of them is at fault, that explains this.</summary>
    public ImmutableArray<ObjectRef> PointsAt { get => field.IsDefault ? [] : field; init; }

    /// <summary>When the object began to show it, as far as the cluster says; UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why an image could not be pulled; <see cref="Detection.PullFailure.Unknown"/> too where the symptom is another.</summary>
    [JsonIgnore]
    public PullFailure PullFailure =>
        Enum.TryParse<PullFailure>(Parameters.GetValueOrDefault(SymptomParameters.PullFailure), out var failure) ? failure : PullFailure.Unknown;

    /// <summary>
    /// 64 hexadecimal digits over object, reason, container and target. Never over the message: messages carry counters,
    /// addresses and times that change while the fault stays the same. An alert's is over its own fingerprint: the object it names may become
    /// known, or go, while it fires.
    /// </summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Parameters.GetValueOrDefault(SymptomParameters.Alert) is { } alert
        ? $"{Reason}\n{alert}"
        : $"{Object.Group}\n{Object.Address}\n{Reason}\n{Parameters.GetValueOrDefault(SymptomParameters.Container)}{Target}")));

    private string Target => Parameters.TryGetValue(SymptomParameters.Target, out var target) ? "\n" + target : "";

    /// <summary>By value, the facts included.</summary>
    public bool Equals(Symptom? other) =>
        other is not null && Reason == other.Reason && Severity == other.Severity && Object == other.Object && Message == other.Message
        && Workload == other.Workload && Fault == other.Fault && Proof.SequenceEqual(other.Proof) && PointsAt.SequenceEqual(other.PointsAt)
        && Since == other.Since && Parameters.SequenceEqual(other.Parameters);

    public override int GetHashCode() => HashCode.Combine(Reason, Object, Message);
}
