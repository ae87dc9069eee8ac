using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>Something a component said about an object. Reads both shapes: core/v1, and events.k8s.io/v1 with its other names for the same.</summary>
public sealed record Event() : KubeObject("v1", "Event")
{
    /// <summary>core/v1; see <see cref="About"/>.</summary>
    public EventTarget? InvolvedObject { get; init; }

    /// <summary>events.k8s.io/v1; see <see cref="About"/>.</summary>
    public EventTarget? Regarding { get; init; }

    [JsonConverter(typeof(SharedStringConverter))]
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>core/v1; see <see cref="Text"/>.</summary>
    public string? Message { get; init; }

    /// <summary>events.k8s.io/v1; see <see cref="Text"/>.</summary>
    public string? Note { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string Type { get; init => field = value ?? ""; } = "";

    public int? Count { get; init; }

    public int? DeprecatedCount { get; init; }

    public DateTimeOffset? FirstTimestamp { get; init; }

    public DateTimeOffset? LastTimestamp { get; init; }

    public DateTimeOffset? DeprecatedFirstTimestamp { get; init; }

    public DateTimeOffset? DeprecatedLastTimestamp { get; init; }

    /// <summary>The scheduler and other users of the newer recorder set this instead of the two times above.</summary>
    public DateTimeOffset? EventTime { get; init; }

    public EventSeries? Series { get; init; }

    /// <summary>core/v1: who said it, and on which node.</summary>
    public EventSource? Source { get; init; }

    /// <summary>The node that it was said on; empty when it was not a node's word.</summary>
    [JsonIgnore]
    public string Host => Source?.Host ?? "";

    /// <summary>The object that it is about.</summary>
    [JsonIgnore]
    public EventTarget About => InvolvedObject ?? Regarding ?? EventTarget.Empty;

    /// <summary>What was said.</summary>
    [JsonIgnore]
    public string Text => Message ?? Note ?? "";

    /// <summary>When it was first seen; UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset? FirstSeen => FirstTimestamp ?? EventTime ?? DeprecatedFirstTimestamp ?? Metadata.CreationTimestamp;

    /// <summary>When it was last seen; UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastSeen =>
        Series?.LastObservedTime ?? LastTimestamp ?? DeprecatedLastTimestamp ?? EventTime ?? Metadata.CreationTimestamp;

    /// <summary>How often, at least once.</summary>
    [JsonIgnore]
    public int Occurrences => Math.Max(1, Series?.Count ?? Count ?? DeprecatedCount ?? 1);
}

/// <summary>The object, and the part of it, that an event is about.</summary>
public sealed record EventTarget
{
    public static EventTarget Empty { get; } = new();

    [JsonConverter(typeof(SharedStringConverter))]
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string? Namespace { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>Such as <c>spec.containers{app}</c>.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string FieldPath { get; init => field = value ?? ""; } = "";

    /// <summary>The object; some clients leave out its group, which is then that of the known kind of this name.</summary>
    [JsonIgnore]
    public ObjectRef Ref => new(
        ApiVersion.Length > 0 ? ApiVersion : ObjectKinds.All.FirstOrDefault(kind => kind.Kind == Kind)?.ApiVersion ?? "", Kind, Namespace, Name);
}

public sealed record EventSeries
{
    public int? Count { get; init; }

    public DateTimeOffset? LastObservedTime { get; init; }
}

public sealed record EventSource
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string Component { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Host { get; init => field = value ?? ""; } = "";
}
