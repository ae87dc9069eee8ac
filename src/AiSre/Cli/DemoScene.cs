namespace AiSre.Cli;

/// <summary>What the playground says about itself when it is ready: where the outside world is and how AiSre gets in.</summary>
/// <param name="Kubeconfig">A file with the cluster's address and a token that may read.</param>
/// <param name="GitHubBaseAddress">Where a browser finds its GitHub.</param>
/// <param name="GitHubToken">A token that may read and write its repositories.</param>
/// <param name="WebhookSecret">What its GitHub signs webhooks with.</param>
/// <param name="Registries">Where the API of each container registry answers, by the host in images.</param>
/// <param name="ArgoCd">Where Argo CD's API answers.</param>
/// <param name="ArgoCdToken">A token that may get its applications.</param>
/// <param name="Runbooks">A folder with the runbooks that the people of this world wrote.</param>
/// <param name="RunbookRepository">The address of a repository in which they keep others; null for none.</param>
internal sealed record DemoScene(
    string Kubeconfig, Uri GitHubBaseAddress, string GitHubToken, string WebhookSecret, IReadOnlyDictionary<string, Uri>? Registries, Uri? ArgoCd, string? ArgoCdToken, string? Runbooks, string? RunbookRepository = null)
{
    /// <summary>The configuration of an ordinary AiSre for this world, as arguments.</summary>
    /// <param name="folder">Where the server keeps its state.</param>
    /// <param name="url">Where it listens.</param>
    public IEnumerable<string> Configuration(DemoFolder folder, Uri url) => new Dictionary<string, string?>
    {
        ["urls"] = url.AbsoluteUri,
        ["Data:Folder"] = folder.Server,
        ["Clusters:0:Name"] = "playground",
        ["Clusters:0:Kubeconfig"] = Kubeconfig,
        ["GitHub:BaseAddress"] = GitHubBaseAddress.AbsoluteUri,
        ["GitHub:Token"] = GitHubToken,
        ["GitHub:WebhookSecret"] = WebhookSecret,
        ["ArgoCd:0:Address"] = ArgoCd?.AbsoluteUri,
        ["ArgoCd:0:Token"] = ArgoCdToken,
        ["Runbooks:Import"] = Runbooks,
        ["Runbooks:Repositories:0:Repository"] = RunbookRepository,
        ["Verification:Soak"] = "00:00:05",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    }.Concat((Registries ?? new Dictionary<string, Uri>()).SelectMany((registry, index) => new[]
    {
        KeyValuePair.Create($"Proof:Registries:{index}:Host", (string?)registry.Key),
        KeyValuePair.Create($"Proof:Registries:{index}:Address", (string?)registry.Value.AbsoluteUri),
    })).Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}");
}
