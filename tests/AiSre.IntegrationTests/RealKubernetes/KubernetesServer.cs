using System.Net;
using System.Net.Sockets;
using AiSre.IntegrationTests.Infrastructure;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.IntegrationTests.RealKubernetes;

/// <summary>
/// A real kube-apiserver with etcd, of this test class's own, built beforehand by <c>tools/kubernetes/build</c> into a cache folder. Where it was
/// not built its tests are skipped with the reason, and fail where it is required.
/// </summary>
public sealed class KubernetesServer : IAsyncDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("aisre-kubernetes-").FullName;
    private readonly Lazy<Task> started;

    public KubernetesServer() => started = new Lazy<Task>(StartAsync);

    public string Admin => Path.Combine(home, "kubeconfig");

    /// <summary>Reads everything but Secrets; writes nothing.</summary>
    public string Viewer => Path.Combine(home, "kubeconfig-viewer");

    /// <summary>Has no rights at all.</summary>
    public string Nobody => Path.Combine(home, "kubeconfig-nobody");

    /// <summary>What the server wrote down of every request, a line of JSON each.</summary>
    public string AuditLog => Path.Combine(home, "audit.log");

    /// <summary>The folder of Argo CD's and Kargo's resource definitions.</summary>
    public string CustomResources { get; } = Path.Combine(Repository(), "..", "shared", "crds");

    private static string Tools => Path.Combine(Repository(), "..", "shared", "tools", "kubernetes");

    private static string Binaries =>
        Path.Combine(
            Environment.GetEnvironmentVariable("KUBE_HOME")
                ?? Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "aisre-kubernetes"),
            "bin");

    /// <summary>Starts the server, once; skips the test where there is none.</summary>
    public async Task RequireAsync()
    {
        if (Missing() is { } missing)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("AISRE_REQUIRE_KUBERNETES") != "1" && !Requirements.AreErrors, missing);
            Assert.Fail(missing);
        }

        await started.Value;
    }

    /// <summary>Runs kubectl as administrator and returns what it prints.</summary>
    public async Task<string> KubectlAsync(string arguments, string input = "")
    {
        var result = await CliWrap.Cli.Wrap("kubectl")
            .WithArguments($"--kubeconfig {Admin} {arguments}")
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithEnvironmentVariables(variables => variables.Set("KUBECACHEDIR", Path.Combine(home, "kubecache")))
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput;
    }

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
        {
            await ScriptAsync("stop", []);
        }

        Directory.Delete(home, recursive: true);
    }

    private static string? Missing() =>
        !File.Exists(Path.Combine(Tools, "start")) ? $"There is no {Tools}, which starts a real Kubernetes API server."
        : !File.Exists(Path.Combine(Binaries, "kube-apiserver")) ? $"There is no kube-apiserver in {Binaries}: build it with {Tools}/build."
        : null;

    internal static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AiSre.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    private async Task StartAsync()
    {
        Directory.CreateSymbolicLink(Path.Combine(home, "bin"), Binaries);
        var etcd = FreePort();
        var policy = Path.Combine(home, "audit-policy.yaml");
        await File.WriteAllTextAsync(policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n");
        await ScriptAsync("start", new()
        {
            ["PORT"] = $"{FreePort()}",
            ["ETCD_PORT"] = $"{etcd}",
            ["CLEAN"] = "1",
            ["APISERVER_EXTRA"] = $"--audit-policy-file={policy} --audit-log-path={AuditLog} --audit-log-mode=blocking",
        });
    }

    private async Task ScriptAsync(string name, Dictionary<string, string?> variables)
    {
        variables["KUBE_HOME"] = home;

        // Not tied to the test that happens to be the first: the others need the server too.
        var result = await CliWrap.Cli.Wrap(Path.Combine(Tools, name))
            .WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(CancellationToken.None);
        Assert.True(result.IsSuccess, $"{name} failed: {result.StandardError}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
