using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Proof.ArgoCd;

/// <summary>Asks an Argo CD what an application comes to at a commit: <c>GET /api/v1/applications/NAME/manifests</c>. Nothing else is asked, and nothing changed.</summary>
/// <remarks>API: argoproj/argo-cd assets/swagger.json, ApplicationService_GetManifests. Positions of sources count from 1.</remarks>
internal sealed class ArgoCdClient(IOptions<ArgoCdOptions> options) : IDisposable
{
    private const long Largest = 128 * 1024 * 1024;

    /// <summary>Argo CD renders within this request, and fetches the repository first.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<ArgoCdServer, HttpClient> clients = new();

    /// <summary>The one that renders an application; null when none does.</summary>
    /// <param name="cluster">Where the application is.</param>
    /// <param name="application">As <c>namespace/name</c>.</param>
    public ArgoCdServer? For(string cluster, string application) =>
        options.Value.Servers.FirstOrDefault(server => server.Renders(cluster, application.Split('/')[0]));

    /// <summary>Renders an application.</summary>
    /// <param name="server">Who is asked.</param>
    /// <param name="name">The application, as <c>namespace/name</c>.</param>
    /// <param name="application">It itself, where it was kept: with several sources, those of the repository are rendered at the commit and the others as they are.</param>
    /// <param name="repository">The repository's address as the application writes it.</param>
    /// <param name="sha">The commit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SourceRefusedException">It does not render; the sentence says why.</exception>
    public async Task<RenderedObjects> RenderAsync(ArgoCdServer server, string name, Application? application, string repository, string sha, CancellationToken cancellationToken)
    {
        var (space, own) = (name.Split('/')[0], name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        var query = $"appNamespace={Uri.EscapeDataString(space)}" + (application?.Spec.Sources is { Count: > 0 } sources
            ? string.Concat(sources.Index().Where(source => source.Item.RepoUrl == repository).Select(source => $"&sourcePositions={source.Index + 1}&revisions={sha}"))
            : $"&revision={sha}");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Address!.AbsoluteUri.TrimEnd('/')}/api/v1/applications/{Uri.EscapeDataString(own)}/manifests?{query}"));
            var token = string.IsNullOrEmpty(server.TokenFile) ? server.Token : (await File.ReadAllTextAsync(server.TokenFile, cancellationToken)).Trim();
            if (!string.IsNullOrEmpty(token))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await clients.GetOrAdd(server, Connect).SendAsync(request, cancellationToken);
            using var answer = await ReadAsync(server, response, cancellationToken);
            return Read(server, name, sha, answer.RootElement);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException or JsonException or AuthenticationException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new SourceRefusedException(failure is OperationCanceledException
                ? $"Argo CD at {server.Address} did not render {name} within {Longest.TotalSeconds:0} s."
                : $"Argo CD at {server.Address} could not be asked ({failure.GetBaseException().Message.TrimEnd('.')}).");
        }
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    private static async Task<JsonDocument> ReadAsync(ArgoCdServer server, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return JsonDocument.Parse(text);
        }

        throw new SourceRefusedException(response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => $"Argo CD at {server.Address} does not accept AiSre's token (401); renew it (ArgoCd__…__Token).",
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound => $"Argo CD at {server.Address} does not show AiSre the application ({(int)response.StatusCode}); let the token's account get it (applications, get).",
            var status => $"Argo CD at {server.Address} answers {(int)status}{Words(text)}.",
        });
    }

    private static RenderedObjects Read(ArgoCdServer server, string name, string sha, JsonElement answer)
    {
        if (answer.Text("revision") is { Length: > 0 } revision && revision != sha && answer.Find("sourceType") is not null && IsSha(revision))
        {
            throw new SourceRefusedException($"Argo CD at {server.Address} rendered {name} at {revision[..7]} instead of {sha[..7]}.");
        }

        var rendered = new RenderedObjects();
        foreach (var manifest in answer.Items("manifests").Where(manifest => manifest.ValueKind == JsonValueKind.String))
        {
            using var json = JsonDocument.Parse(manifest.GetString()!);
            rendered.Add($"Argo CD's rendering of {name}", json.RootElement);
        }

        return rendered;
    }

    // With several sources Argo CD may name the revision of another one, such as a chart's version.
    private static bool IsSha(string revision) => revision.Length == 40 && revision.All(char.IsAsciiHexDigit);

    private static string Words(string text)
    {
        try
        {
            using var error = JsonDocument.Parse(text);
            return error.RootElement.Text("message") is { Length: > 0 } message ? $" ({message.Split('\n')[0].TrimEnd('.')})" : "";
        }
        catch (JsonException)
        {
            return ""; // A proxy in between; the status says enough.
        }
    }

    private static HttpClient Connect(ArgoCdServer server)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (!string.IsNullOrEmpty(server.CertificateAuthorityFile))
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(server.CertificateAuthorityFile);
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        return new HttpClient(handler) { Timeout = Longest, MaxResponseContentBufferSize = Largest };
    }
}
