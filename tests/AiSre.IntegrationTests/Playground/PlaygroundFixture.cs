using AiSre.Playground;
using k8s;

namespace AiSre.IntegrationTests.Playground;

/// <summary>A playground of its own for one test class: an API with objects that nobody acts on.</summary>
public class PlaygroundFixture : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aisre-playground-");

    public PlaygroundHost Playground { get; private set; } = null!;

    protected virtual PlaygroundOptions Options(string folder) => new() { DataFolder = folder, World = new() { IsRunning = false }, GitOps = new() { IsRunning = false } };

    public virtual async ValueTask InitializeAsync() => Playground = await PlaygroundHost.StartAsync(Options(folder.FullName));

    /// <summary>The official client with the kubeconfig that the playground wrote.</summary>
    public Kubernetes Reader() => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Playground.KubeconfigPath));

    /// <summary>The official client with all rights.</summary>
    public Kubernetes Admin() => new(new KubernetesClientConfiguration { Host = Playground.KubernetesAddress.ToString(), AccessToken = Playground.AdminToken });

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Playground.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
