namespace AiSre.Clusters.Objects.Json;

/// <summary>One page of a list.</summary>
public sealed record ObjectPage<T>
    where T : KubeObject
{
    public PageMeta Metadata { get; init => field = value ?? PageMeta.Empty; } = PageMeta.Empty;

    public IReadOnlyList<T> Items { get; init => field = value ?? []; } = [];
}

public sealed record PageMeta
{
    public static PageMeta Empty { get; } = new();

    /// <summary>Where a watch takes over.</summary>
    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The token of the next page; empty on the last.</summary>
    public string Continue { get; init => field = value ?? ""; } = "";
}
