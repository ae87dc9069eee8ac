using System.Text.Json.Serialization;
using AiSre.Clusters.Objects.Json;

namespace AiSre.Clusters.Objects;

/// <summary>What every object carries. Managed fields and annotations that no rule reads are not kept.</summary>
public sealed record ObjectMeta
{
    public static ObjectMeta Empty { get; } = new();

    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Null for cluster-scoped objects.</summary>
    [JsonConverter(typeof(SharedStringConverter))]
    public string? Namespace { get; init => field = string.IsNullOrEmpty(value) ? null : value; }

    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>Opaque: equal means unchanged, anything else says nothing.</summary>
    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    public long Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set once the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    public StringMap Labels { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    /// <summary>Only the annotations that <see cref="KeptAnnotations"/> names.</summary>
    [JsonConverter(typeof(KeptAnnotationsConverter))]
    public StringMap Annotations { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    /// <summary>Who still has to do something before the object may be deleted.</summary>
    public IReadOnlyList<string> Finalizers { get; init => field = value.WithoutNulls(); } = [];

    public IReadOnlyList<OwnerReference> OwnerReferences { get; init => field = value.WithoutNulls(); } = [];

    /// <summary>The owner that manages this object; null when nothing does.</summary>
    [JsonIgnore]
    public OwnerReference? Controller
    {
        get
        {
            foreach (var owner in OwnerReferences)
            {
                if (owner.Controller)
                {
                    return owner;
                }
            }

            return null;
        }
    }
}

/// <summary>Names an object that owns this one, in the same namespace or cluster-scoped.</summary>
public sealed record OwnerReference
{
    [JsonConverter(typeof(SharedStringConverter))]
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Kind { get; init => field = value ?? ""; } = "";

    // The pods of one ReplicaSet all name the same owner.
    [JsonConverter(typeof(SharedStringConverter))]
    public string Name { get; init => field = value ?? ""; } = "";

    [JsonConverter(typeof(SharedStringConverter))]
    public string Uid { get; init => field = value ?? ""; } = "";

    public bool Controller { get; init; }
}
