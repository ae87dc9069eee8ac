using AiSre.Playground.GitOps.Rendering;

namespace AiSre.Playground.GitOps;

/// <summary>How the GitOps controller works.</summary>
public sealed record GitOpsOptions
{
    /// <summary>Whether it runs at all.</summary>
    public bool IsRunning { get; init; } = true;

    /// <summary>How often it looks for new commits. Argo CD does every three minutes.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a sync takes.</summary>
    public TimeSpan SyncTime { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long it waits before it puts back what somebody changed in the cluster, where self-healing is on.</summary>
    public TimeSpan SelfHealDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a comparison holds while nothing changes.</summary>
    public TimeSpan ComparisonLifetime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How many syncs an application remembers.</summary>
    public int HistoryLimit { get; init; } = 10;

    /// <summary>What renders charts; null for the <c>helm</c> on the PATH.</summary>
    public ChartRendering? RenderChart { get; init; }

    /// <summary>Whether Kustomize folders are rendered with the <c>kustomize</c> or <c>kubectl</c> on the PATH; without, or where there is none, with the part that is built in.</summary>
    public bool UseKustomizeTool { get; init; } = true;
}
