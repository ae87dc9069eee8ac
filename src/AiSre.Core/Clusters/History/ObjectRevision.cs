using AiSre.Clusters.Objects;

namespace AiSre.Clusters.History;

/// <summary>What people had written about one object, from one moment to another: its canonical JSON, without status.</summary>
public sealed class ObjectRevision
{
    public long Id { get; private set; }

    public required string Cluster { get; init; }

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>Empty for cluster-scoped objects.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>What tells this revision from the next without reading the object: see <see cref="RecordedObjects.ChangeKeyOf"/>.</summary>
    public required string ChangeKey { get; set; }

    /// <summary>SHA-256 of the canonical JSON, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The canonical JSON, compressed by Brotli.</summary>
    public required byte[] Content { get; init; }

    /// <summary>What it takes up, about.</summary>
    public required int Bytes { get; init; }

    /// <summary>When it was first seen; UTC.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When its rollout was first seen complete; null while it never was, or where there is no rollout.</summary>
    public DateTimeOffset? HealthyAt { get; set; }

    /// <summary>When the next one came, or the object went; null while it is the object's.</summary>
    public DateTimeOffset? SupersededAt { get; set; }

    /// <summary>For an Argo CD application the commit that it was synced to; null for everything else.</summary>
    public string? Commit { get; set; }

    public ObjectRef Ref => new(ApiVersion, Kind, Namespace.Length == 0 ? null : Namespace, Name);
}

/// <summary>Something that a component said about an object, kept longer than the hour that a cluster keeps it.</summary>
public sealed class RecordedEvent
{
    public long Id { get; private set; }

    public required string Cluster { get; init; }

    /// <summary>The event's own uid.</summary>
    public required string Uid { get; init; }

    /// <summary>What it is about.</summary>
    public required string Kind { get; init; }

    /// <summary>Empty for cluster-scoped objects.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required int Count { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }
}
