using System.Security.Cryptography;
using AiSre.Playground.Control;
using AiSre.Playground.Git;
using AiSre.Playground.GitHub;
using AiSre.Playground.GitOps;
using AiSre.Playground.Hosting;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Access;
using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.Scenes;
using AiSre.Playground.World;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Kubelet;
using AiSre.Playground.World.Registries;

namespace AiSre.Playground;

/// <summary>A running playground, in this process: three servers and the world behind them. Disposing of it ends them.</summary>
public sealed class PlaygroundHost : IAsyncDisposable
{
    private readonly LoopbackApplication kubernetes;
    private readonly LoopbackApplication gitHub;
    private readonly LoopbackApplication control;
    private readonly CancellationTokenSource end = new();
    private Task story = Task.CompletedTask;
    private GitHubOptions gitHubSettings = new();

    private PlaygroundHost(PlaygroundOptions options)
    {
        Options = options;
        Directory.CreateDirectory(options.DataFolder);
        KubeconfigPath = Path.Combine(options.DataFolder, "kubeconfig");
        Repositories = new(Path.Combine(options.DataFolder, "repositories"), options.Time);
        GitHubToken = Secret();
        AdminGitHubToken = Secret();
        WebhookSecret = Secret();
        ArgoCdToken = Secret();
        gitHub = new(options.GitHubPort,
            services => services.AddSingleton(options.Time).AddSingleton(Repositories).AddGitHub(Configure),
            app => app.MapGitHub());
        kubernetes = new(options.KubernetesPort,
            services => services.AddSingleton(options.Time).AddSingleton(Repositories).AddKubernetes(options.Storage, options.Api).AddWorld(options.World).AddGitOps(options.GitOps),
            app => app.MapKubernetes());
        Scene = new(this);
        control = new(options.ControlPort, _ => { }, app =>
        {
            app.MapControl(this);
            app.MapRegistries(() => Registries);
            ArgoCdApi.Map(app, "/argocd", kubernetes.Services.GetRequiredService<ArgoCdApi>, ArgoCdToken);
        });
        Tokens = kubernetes.Services.GetRequiredService<Tokens>();
        AdminToken = Tokens.Issue(Identity.Admin);
        ReaderToken = Tokens.Issue(options.Reader);
    }

    public PlaygroundOptions Options { get; }

    /// <summary>The objects of the cluster, to read and seed without the API.</summary>
    public ClusterStore Cluster => kubernetes.Services.GetRequiredService<ClusterStore>();

    /// <summary>What is wrong with the Kubernetes API.</summary>
    public ApiConditions Conditions => kubernetes.Services.GetRequiredService<ApiConditions>();

    /// <summary>The registries that nodes pull from, and how each behaves.</summary>
    public RegistryNetwork Registries => kubernetes.Services.GetRequiredService<RegistryNetwork>();

    /// <summary>What the images do once they run.</summary>
    public ImageCatalogue Images => kubernetes.Services.GetRequiredService<ImageCatalogue>();

    /// <summary>The images that lie on the nodes already.</summary>
    public NodeImages NodeImages => kubernetes.Services.GetRequiredService<NodeImages>();

    /// <summary>The applications.</summary>
    public ArgoCd ArgoCd => kubernetes.Services.GetRequiredService<ArgoCd>();

    /// <summary>The repositories behind GitHub.</summary>
    public GitRepositories Repositories { get; }

    /// <summary>What goes wrong with calls to GitHub.</summary>
    public GitHubFaults GitHubFaults => gitHub.Services.GetRequiredService<GitHubFaults>();

    /// <summary>What GitHub was asked.</summary>
    public GitHubCalls GitHubCalls => gitHub.Services.GetRequiredService<GitHubCalls>();

    /// <summary>The scene, and its fault.</summary>
    public SceneRunner Scene { get; }

    public Tokens Tokens { get; }

    /// <summary>A Kubernetes token that may do everything.</summary>
    public string AdminToken { get; }

    /// <summary>The Kubernetes token in the kubeconfig.</summary>
    public string ReaderToken { get; }

    /// <summary>A GitHub token of an app that may write to every repository; what AiSre is given.</summary>
    public string GitHubToken { get; }

    /// <summary>A GitHub token of a person who may do everything; the login is <c>maintainer</c>.</summary>
    public string AdminGitHubToken { get; }

    /// <summary>Whether merge queues take pull requests out again without merging them.</summary>
    public bool MergeQueueFails
    {
        get => gitHubSettings.MergeQueueFails;
        set => gitHubSettings.MergeQueueFails = value;
    }

    /// <summary>What GitHub signs webhooks with.</summary>
    public string WebhookSecret { get; }

    /// <summary>A token for Argo CD's API; what AiSre is given.</summary>
    public string ArgoCdToken { get; }

    public string KubeconfigPath { get; }

    public Uri KubernetesAddress => kubernetes.Address;

    /// <summary>Where a browser finds GitHub; its API is below <c>api/v3/</c>.</summary>
    public Uri GitHubAddress => gitHub.Address;

    public Uri ControlAddress => control.Address;

    /// <summary>Where Argo CD's API answers.</summary>
    public Uri ArgoCdAddress => new(control.Address, "argocd");

    /// <summary>Where a registry's API answers; its name leads nowhere.</summary>
    public Uri RegistryAddress(string host) => new(control.Address, $"registry/{host}");

    /// <summary>The address of a repository, as applications name it and Git clones it.</summary>
    public string RepoUrl(string owner, string name) => new Uri(GitHubAddress, $"{owner}/{name}.git").AbsoluteUri;

    /// <summary>Starts the servers and sets the scene up; when it returns, they answer.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<PlaygroundHost> StartAsync(PlaygroundOptions options, CancellationToken cancellation = default)
    {
        var playground = new PlaygroundHost(options);
        try
        {
            await playground.BeginAsync(cancellation);
            return playground;
        }
        catch
        {
            await playground.DisposeAsync();
            throw;
        }
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

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await story;
        foreach (var server in (LoopbackApplication[])[control, kubernetes, gitHub])
        {
            await server.DisposeAsync();
        }

        end.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        // GitHub first: the applications name its address.
        await gitHub.StartAsync(cancellation);
        ClusterSetUp.Run(Cluster, Options.World, Options.Time);
        ArgoCd.Install();
        if (Options.Scene is { } scene)
        {
            await scene.SetUpAsync(this, cancellation);
        }

        await kubernetes.StartAsync(cancellation);
        await control.StartAsync(cancellation);
        Kubeconfig.Write(KubeconfigPath, KubernetesAddress, ReaderToken);
        if (Options is { Scene: not null, FaultAfter: { } delay })
        {
            story = TellAsync(delay);
        }
    }

    private async Task TellAsync(TimeSpan faultAfter)
    {
        try
        {
            await Scene.PlayAsync(faultAfter, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The playground ends before the fault.
        }
    }

    private void Configure(GitHubOptions gitHubOptions)
    {
        gitHubSettings = gitHubOptions;
        gitHubOptions.Tokens.Add(new(GitHubToken, "aisre[bot]", Right.Write) { IsApp = true });
        gitHubOptions.Tokens.Add(new(AdminGitHubToken, "maintainer", Right.Admin));
        if (Options.WebhookUrl is { } url)
        {
            gitHubOptions.Webhooks.Add(new(url, WebhookSecret));
        }
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
