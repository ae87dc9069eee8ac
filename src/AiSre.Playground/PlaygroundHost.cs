using AiSre.Playground.Hosting;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Access;
using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Kubelet;
using AiSre.Playground.World.Registries;

namespace AiSre.Playground;

/// <summary>A running playground, in this process. Disposing of it ends its servers.</summary>
public sealed class PlaygroundHost : IAsyncDisposable
{
    private readonly LoopbackApplication kubernetes;

    private PlaygroundHost(PlaygroundOptions options, LoopbackApplication kubernetes)
    {
        Options = options;
        this.kubernetes = kubernetes;
        Cluster = kubernetes.Services.GetRequiredService<ClusterStore>();
        Tokens = kubernetes.Services.GetRequiredService<Tokens>();
        Conditions = kubernetes.Services.GetRequiredService<ApiConditions>();
        Registries = kubernetes.Services.GetRequiredService<RegistryNetwork>();
        Images = kubernetes.Services.GetRequiredService<ImageCatalogue>();
        NodeImages = kubernetes.Services.GetRequiredService<NodeImages>();
        AdminToken = Tokens.Issue(Identity.Admin);
        ReaderToken = Tokens.Issue(options.Reader);
        KubeconfigPath = Path.Combine(options.DataFolder, "kubeconfig");
    }

    public PlaygroundOptions Options { get; }

    /// <summary>The objects of the cluster, to read and seed without the API.</summary>
    public ClusterStore Cluster { get; }

    /// <summary>The registries that nodes pull from, and how each behaves.</summary>
    public RegistryNetwork Registries { get; }

    /// <summary>What the images do once they run.</summary>
    public ImageCatalogue Images { get; }

    /// <summary>The images that lie on the nodes already.</summary>
    public NodeImages NodeImages { get; }

    /// <summary>What is wrong with the Kubernetes API.</summary>
    public ApiConditions Conditions { get; }

    public Tokens Tokens { get; }

    /// <summary>A token that may do everything.</summary>
    public string AdminToken { get; }

    /// <summary>The token in the kubeconfig.</summary>
    public string ReaderToken { get; }

    public string KubeconfigPath { get; }

    public Uri KubernetesAddress => kubernetes.Address;

    /// <summary>Starts the servers; when it returns, they answer.</summary>
    public static async Task<PlaygroundHost> StartAsync(PlaygroundOptions options, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(options.DataFolder);
        var kubernetes = new LoopbackApplication(
            options.KubernetesPort,
            services => services.AddSingleton(options.Time).AddKubernetes(options.Storage, options.Api).AddWorld(options.World),
            app => app.MapKubernetes());
        var host = new PlaygroundHost(options, kubernetes);
        ClusterSetUp.Run(host.Cluster, options.World, options.Time);
        await kubernetes.StartAsync(cancellation);
        Kubeconfig.Write(host.KubeconfigPath, host.KubernetesAddress, host.ReaderToken);
        return host;
    }

    /// <summary>Forgets the history and ends every live watch with 410, so that clients have to list again.</summary>
    public void ExpireWatches()
    {
        Cluster.Compact();
        foreach (var kind in Cluster.Kinds.All)
        {
            Cluster.EndWatches(kind, StatusException.TooOld(Cluster.CurrentVersion - 1, Cluster.CurrentVersion));
        }
    }

    public ValueTask DisposeAsync() => kubernetes.DisposeAsync();
}
