using System.Net;
using System.Text.Json;
using k8s;

namespace AiSre.Clusters;

/// <summary>
/// GET requests to one cluster. KubernetesClient reads the kubeconfig, authenticates and encrypts; the answers are streams that our own readers
/// take apart. There is no method for anything but reading.
/// </summary>
internal sealed class KubernetesApi(ClusterOptions options) : IDisposable
{
    // A connection that is cut without a word is noticed by pings, not only by the next request that hangs.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer may take to begin.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private Kubernetes? client;

    /// <summary>The server's address, as far as it is known.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Asks, and hands over the answer as soon as its head is there.</summary>
    /// <param name="pathAndQuery">Such as <c>/api/v1/pods?limit=500</c>.</param>
    /// <param name="cancellationToken">Ends the request, and the reading of its body.</param>
    /// <exception cref="KubernetesRefusal">The server answers with an error.</exception>
    /// <remarks>Whatever else goes wrong is thrown as it comes; <see cref="ClusterProblems"/> puts it into words.</remarks>
    public async Task<HttpResponseMessage> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var current = Client();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AnswerTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(current.BaseUri, pathAndQuery.TrimStart('/')))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(new("application/json"));
        if (current.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, deadline.Token);
        }

        HttpResponseMessage response;
        try
        {
            response = await current.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {AnswerTimeout.TotalSeconds:0} s", exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                // Whoever renews the credentials writes them to the kubeconfig, which is read anew for the next request.
                Forget(current);
            }

            throw new KubernetesRefusal(response.StatusCode, await ReasonAsync(response, cancellationToken), response.Headers.RetryAfter?.Delta);
        }
    }

    public void Dispose() => client?.Dispose();

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var status = JsonDocument.Parse(body);
            return status.RootElement.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A proxy in between speaks HTML or plain text; the status code says enough.
            return response.ReasonPhrase ?? "";
        }
    }

    private Kubernetes Client()
    {
        lock (gate)
        {
            if (client is null)
            {
                var configuration = options.InCluster
                    ? KubernetesClientConfiguration.InClusterConfig()
                    : KubernetesClientConfiguration.BuildConfigFromConfigFile(
                        string.IsNullOrEmpty(options.Kubeconfig) ? null : options.Kubeconfig,
                        string.IsNullOrEmpty(options.Context) ? null : options.Context);
                configuration.FirstMessageHandlerSetup = handler =>
                {
                    handler.ConnectTimeout = ConnectTimeout;
                    handler.KeepAlivePingDelay = PingAfter;
                    handler.KeepAlivePingTimeout = PingTimeout;
                    handler.EnableMultipleHttp2Connections = true;
                };
                client = new Kubernetes(configuration);
                if (!client.BaseUri.AbsoluteUri.EndsWith('/'))
                {
                    // A cluster behind a proxy has a path of its own, which relative addresses must not replace.
                    client.BaseUri = new Uri(client.BaseUri.AbsoluteUri + "/");
                }

                Address = client.BaseUri;
            }

            return client;
        }
    }

    private void Forget(Kubernetes old)
    {
        lock (gate)
        {
            if (ReferenceEquals(client, old))
            {
                // Not disposed: watches on it may still run, and end by themselves.
                client = null;
            }
        }
    }
}

/// <summary>The API server's own error.</summary>
internal sealed class KubernetesRefusal(HttpStatusCode status, string reason, TimeSpan? retryAfter = null) : Exception(reason)
{
    public HttpStatusCode Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
