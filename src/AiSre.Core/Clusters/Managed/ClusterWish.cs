using System.Text.RegularExpressions;

namespace AiSre.Clusters.Managed;

/// <summary>What somebody wants a cluster to be: to be added, or to be changed to.</summary>
public sealed partial record ClusterWish
{
    internal const int LongestName = 63;
    private const int LongestKubeconfig = 256 * 1024;

    public required string Name { get; init; }

    public required CredentialSource Source { get; init; }

    /// <summary>The text of a kubeconfig. Null where it is to stay as it is, which it can when a cluster is changed.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The path of a kubeconfig on AiSre's machine.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>The context; null or empty for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>The namespaces to watch; empty for all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>What is wrong with it by itself, in a sentence; null when nothing is.</summary>
    /// <param name="keepsKubeconfig">Whether there is a kubeconfig already that may stay.</param>
    internal string? Mistake(bool keepsKubeconfig) => Source switch
    {
        _ when !Names().IsMatch(Name) => $"A cluster's name is 1 to {LongestName} letters, digits, dots, dashes and underscores, with a letter or digit at both ends: choose another name.",
        _ when Name == "new" => "The address of a cluster's page that is called new is taken: choose another name.",
        _ when Namespaces.Any(space => !Spaces().IsMatch(space)) => "One of the namespaces has a name that Kubernetes does not allow: correct it.",
        CredentialSource.Kubeconfig when string.IsNullOrWhiteSpace(Kubeconfig) && !keepsKubeconfig => "There is no kubeconfig: paste its text.",
        CredentialSource.Kubeconfig when Kubeconfig?.Length > LongestKubeconfig => "The kubeconfig is longer than 256 KiB: cut it down to the one context that is needed.",
        CredentialSource.Kubeconfig when !string.IsNullOrWhiteSpace(Kubeconfig) => KubeconfigText.Mistake(Kubeconfig, Context),
        CredentialSource.KubeconfigFile when string.IsNullOrWhiteSpace(KubeconfigPath) => "There is no path of a kubeconfig: name the file on AiSre's machine.",
        _ => null,
    };

    internal ClusterOptions ToOptions(string? keptKubeconfig)
    {
        var options = new ClusterOptions
        {
            Name = Name,
            Kubeconfig = Source == CredentialSource.KubeconfigFile ? KubeconfigPath : null,
            KubeconfigText = Source == CredentialSource.Kubeconfig ? string.IsNullOrWhiteSpace(Kubeconfig) ? keptKubeconfig : Kubeconfig : null,
            Context = string.IsNullOrWhiteSpace(Context) ? null : Context,
            InCluster = Source == CredentialSource.InCluster,
        };
        foreach (var space in Namespaces)
        {
            options.Namespaces.Add(space);
        }

        return options;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Names();

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Spaces();
}
