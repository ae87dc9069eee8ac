namespace AiSre.Clusters;

/// <summary>The clusters to watch: the list <c>Clusters</c> of the configuration.</summary>
public sealed class ClustersOptions
{
    public const string Section = "Clusters";

    public IList<ClusterOptions> Clusters { get; } = [];
}

/// <summary>One cluster: a context of a kubeconfig, or the account of the pod that AiSre runs in.</summary>
public sealed class ClusterOptions
{
    /// <summary>How incidents name it. Unique; never change it while incidents are open.</summary>
    public string Name { get; set; } = "";

    /// <summary>Path of the kubeconfig; empty: the one that kubectl would take.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The context in it; empty: its current one.</summary>
    public string? Context { get; set; }

    /// <summary>True to use the service account of the pod that AiSre runs in.</summary>
    public bool InCluster { get; set; }

    /// <summary>The namespaces to watch; empty for all.</summary>
    public IList<string> Namespaces { get; } = [];

    /// <summary>The text of a kubeconfig that was added while AiSre runs; null when there is none. Never of the configuration.</summary>
    internal string? KubeconfigText { get; set; }

    /// <summary>What keeps the cluster from being reached at all; null when nothing does.</summary>
    internal ProblemException? Obstacle { get; set; }
}
