using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace AiSre.Clusters.Managed;

/// <summary>Seals the credentials of clusters, each for its own cluster only: a row that is copied to another name opens nothing.</summary>
internal sealed class ClusterSecrets(IDataProtectionProvider protection)
{
    private const string Purpose = "AiSre.Clusters.Kubeconfig";

    public string Seal(string cluster, string kubeconfig) => protection.CreateProtector(Purpose, cluster).Protect(kubeconfig);

    /// <exception cref="ProblemException">It was sealed with a key that is no more.</exception>
    public string Open(string cluster, string sealedKubeconfig)
    {
        try
        {
            return protection.CreateProtector(Purpose, cluster).Unprotect(sealedKubeconfig);
        }
        catch (CryptographicException exception)
        {
            throw new ProblemException(
                $"The kubeconfig of cluster {cluster} was sealed with a key that AiSre does not have any more: paste it again on the cluster's page.", innerException: exception);
        }
    }
}
