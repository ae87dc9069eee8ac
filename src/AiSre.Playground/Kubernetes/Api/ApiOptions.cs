namespace AiSre.Playground.Kubernetes.Api;

/// <summary>How the Kubernetes API answers.</summary>
public sealed record ApiOptions
{
    /// <summary>How often a watch that allows bookmarks gets one. The API server sends about one a minute.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a watch lives that does not say, as the API server ends them after 30 to 60 minutes.</summary>
    public TimeSpan WatchLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The version the server says it is.</summary>
    public string GitVersion { get; init; } = "v1.33.4";
}
