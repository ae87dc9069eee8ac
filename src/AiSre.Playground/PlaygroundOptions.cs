using AiSre.Playground.GitOps;
using AiSre.Playground.Kubernetes.Access;
using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.Scenes;
using AiSre.Playground.World;

namespace AiSre.Playground;

/// <summary>What a playground is started with. Everything but the data folder has a default.</summary>
public sealed record PlaygroundOptions
{
    /// <summary>The folder for repositories and the kubeconfig; made when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port of the Kubernetes API; 0 takes a free one.</summary>
    public int KubernetesPort { get; init; }

    /// <summary>Port of GitHub; 0 takes a free one.</summary>
    public int GitHubPort { get; init; }

    /// <summary>Port of the control API; 0 takes a free one.</summary>
    public int ControlPort { get; init; }

    /// <summary>Where GitHub sends webhooks; null for nowhere.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>What is set up at the start and what goes wrong then; null for a cluster with nothing in it.</summary>
    public IScene? Scene { get; init; }

    /// <summary>How long after the start the scene's fault comes, at the earliest; null to wait until it is asked for.</summary>
    public TimeSpan? FaultAfter { get; init; }

    /// <summary>The clock of everything in the playground.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public StoreOptions Storage { get; init; } = new();

    public ApiOptions Api { get; init; } = new();

    public WorldOptions World { get; init; } = new();

    public GitOpsOptions GitOps { get; init; } = new();

    /// <summary>What the token in the kubeconfig may do.</summary>
    public Identity Reader { get; init; } = Identity.Reader;
}
