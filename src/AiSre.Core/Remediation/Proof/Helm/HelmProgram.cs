using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof.Helm;

/// <summary>The Helm on this machine. It renders only: the cluster is not asked, and nothing is fetched.</summary>
/// <param name="folders">Where to look for it; null for AiSre's own path.</param>
internal sealed class HelmProgram(string? folders = null)
{
    /// <summary>Nothing listens there: whatever wants to fetch something fails at once instead.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly LocalProgram? program = LocalProgram.Find("Helm", "helm", folders);

    /// <summary>Whether there is one.</summary>
    public bool IsAvailable => program is not null;

    /// <summary>How long a chart may take.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Renders a chart.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="root">The temporary folder that the chart lies in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">The program complains, takes too long, or prints too much.</exception>
    public Task<string> TemplateAsync(IReadOnlyList<string> arguments, string root, CancellationToken cancellationToken)
    {
        var home = Path.Combine(root, "helm");
        Directory.CreateDirectory(home);
        return new LocalProgram("Helm", program!.Path) { Longest = Longest }.RunAsync(arguments, root, new Dictionary<string, string>
        {
            ["HELM_CONFIG_HOME"] = Path.Combine(home, "config"),
            ["HELM_CACHE_HOME"] = Path.Combine(home, "cache"),
            ["HELM_DATA_HOME"] = Path.Combine(home, "data"),
            ["HELM_PLUGINS"] = Path.Combine(home, "plugins"),
            ["TMPDIR"] = home,
            ["HTTP_PROXY"] = Nowhere,
            ["HTTPS_PROXY"] = Nowhere,
            ["KUBECONFIG"] = Path.Combine(home, "kubeconfig"),
        }, cancellationToken);
    }
}
