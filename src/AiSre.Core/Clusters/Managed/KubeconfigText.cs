using System.Text;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;

namespace AiSre.Clusters.Managed;

/// <summary>A kubeconfig that came over the network. It may hold credentials; it may not make AiSre run a program or read a file.</summary>
internal static class KubeconfigText
{
    /// <summary>What is wrong with it, in a sentence that quotes nothing of it; null when it can be used.</summary>
    public static string? Mistake(string text, string? context)
    {
        K8SConfiguration? config;
        try
        {
            config = Load(text);
        }
        catch (Exception exception) when (exception is YamlException or KubeConfigException or InvalidOperationException or ArgumentException or FormatException)
        {
            // The parser's words may quote what it stumbled over, such as a token.
            return "The kubeconfig is not YAML as kubectl writes it: paste the whole output of `kubectl config view --flatten --minify --raw`.";
        }

        var name = string.IsNullOrWhiteSpace(context) ? config?.CurrentContext : context;
        var found = config?.Contexts?.FirstOrDefault(one => one.Name == name)?.ContextDetails;
        if (found is null)
        {
            return string.IsNullOrEmpty(name) ? "The kubeconfig has no current context: name one." : $"The kubeconfig has no context {name}: name one that it has.";
        }

        var user = config!.Users?.FirstOrDefault(one => one.Name == found.User)?.UserCredentials;
        var cluster = config.Clusters?.FirstOrDefault(one => one.Name == found.Cluster)?.ClusterEndpoint;
        return cluster?.Server is not { Length: > 0 } server || !Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            ? $"The kubeconfig names no server for context {name}: paste the whole output of `kubectl config view --flatten --minify --raw`."
            : user?.ExternalExecution is not null || user?.AuthProvider is not null
            ? "The kubeconfig gets its credentials from a program, which AiSre runs for no pasted text: use a service account's token, or name a kubeconfig on AiSre's machine."
            : user is { ClientCertificate.Length: > 0 } or { ClientKey.Length: > 0 } || cluster.CertificateAuthority is { Length: > 0 }
            ? "The kubeconfig refers to files that are not in it: paste the output of `kubectl config view --flatten --minify --raw`."
            : null;
    }

    public static K8SConfiguration Load(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return KubernetesClientConfiguration.LoadKubeConfig(stream);
    }
}
