namespace AiSre.Clusters.Managed;

/// <summary>A cluster that somebody added while AiSre runs. Those of the configuration have no row.</summary>
public sealed class ManagedCluster
{
    /// <summary>How incidents name it; never changes.</summary>
    public required string Name { get; init; }

    /// <summary>Where its credentials come from.</summary>
    public required CredentialSource Source { get; set; }

    /// <summary>The text of the kubeconfig as Data Protection sealed it; null unless it was given as text.</summary>
    public string? SealedKubeconfig { get; set; }

    /// <summary>The path of the kubeconfig on AiSre's machine; null unless it was given so.</summary>
    public string? KubeconfigPath { get; set; }

    /// <summary>The context in it; null for its current one.</summary>
    public string? Context { get; set; }

    /// <summary>The namespaces to watch; empty for all.</summary>
    public string[] Namespaces { get; set; } = [];

    public required string ChangedBy { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Another one after each change, so that whoever watches starts anew.</summary>
    public required Guid Revision { get; set; }
}

/// <summary>Where a cluster's credentials come from.</summary>
public enum CredentialSource
{
    /// <summary>The text of a kubeconfig, kept sealed.</summary>
    Kubeconfig,

    /// <summary>A kubeconfig on AiSre's machine.</summary>
    KubeconfigFile,

    /// <summary>The service account of the pod that AiSre runs in.</summary>
    InCluster,
}
