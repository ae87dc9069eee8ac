using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Proof.ArgoCd;

/// <summary>The Argo CDs that are asked to render: the list <c>ArgoCd</c> of the configuration; none renders here.</summary>
public sealed class ArgoCdOptions
{
    public const string Section = "ArgoCd";

    public IList<ArgoCdServer> Servers { get; } = [];
}

/// <summary>How the API of one Argo CD is reached.</summary>
public sealed class ArgoCdServer
{
    /// <summary>Where it answers, such as <c>https://argocd.example</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>The name of the cluster whose applications it renders; empty for every cluster.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>The namespace of the applications that it renders; empty for all.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>A token of an account that may get applications; empty to ask without.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the token, read anew for each proof; instead of <see cref="Token"/>.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A PEM file with the authority that signed its certificate; empty for those that the system trusts.</summary>
    public string? CertificateAuthorityFile { get; set; }

    internal bool Renders(string cluster, string @namespace) => (Cluster.Length == 0 || Cluster == cluster) && (Namespace.Length == 0 || Namespace == @namespace);
}

/// <summary>Says everything that is wrong with the list at once, before anything starts.</summary>
internal sealed class ArgoCdOptionsValidator : IValidateOptions<ArgoCdOptions>
{
    public ValidateOptionsResult Validate(string? name, ArgoCdOptions options)
    {
        var failures = new List<string>();
        for (var i = 0; i < options.Servers.Count; i++)
        {
            var server = options.Servers[i];
            if (server.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            {
                failures.Add($"Argo CD {i + 1} has no address: set {ArgoCdOptions.Section}:{i}:Address to one such as https://argocd.example.");
            }

            if (!string.IsNullOrEmpty(server.Token) && !string.IsNullOrEmpty(server.TokenFile))
            {
                failures.Add($"Argo CD {i + 1} has both a token and a file with one: keep one of Token and TokenFile.");
            }

            if (!string.IsNullOrEmpty(server.CertificateAuthorityFile) && !File.Exists(server.CertificateAuthorityFile))
            {
                failures.Add($"Argo CD {i + 1} has no file {server.CertificateAuthorityFile}: correct {ArgoCdOptions.Section}:{i}:CertificateAuthorityFile.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
