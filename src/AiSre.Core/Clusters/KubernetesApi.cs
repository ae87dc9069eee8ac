using System.Net;
using System.Text.Json;
using AiSre.Clusters.Managed;
using k8s;

namespace AiSre.Clusters;

/// <summary>
/// Requests to one cluster. KubernetesClient reads the kubeconfig, authenticates and encrypts; the answers are streams that our own readers
/// take apart. There is no method for anything but reading: GET, the one question that the API takes as a POST, and the trying out of an object, which the
/// API takes as a PATCH and which cannot be asked for without <c>dryRun=All</c>.
/// </summary>
internal sealed class KubernetesApi(ClusterOptions options) : IDisposable
{
    // A connection that is cut without a word is noticed by pings, not only by the next request that hangs.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer may take to begin.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Answers carry whole seconds, and take a while; a difference this small is none.</summary>
    private static readonly TimeSpan ClocksAgreeWithin = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Kubernetes? client;
    private long clockOffset;

    /// <summary>The server's address, as far as it is known.</summary>
    public Uri? Address { get; private set; }

    /// <summary>How far the server's clock is ahead of ours (behind when negative), as its last answer says; zero while they agree.</summary>
    public TimeSpan ClockOffset => TimeSpan.FromTicks(Volatile.Read(ref clockOffset));

    /// <summary>Asks, and hands over the answer as soon as its head is there.</summary>
    /// <param name="pathAndQuery">Such as <c>/api/v1/pods?limit=500</c>.</param>
    /// <param name="cancellationToken">Ends the request, and the reading of its body.</param>
    /// <exception cref="KubernetesRefusal">The server answers with an error.</exception>
    /// <remarks>Whatever else goes wrong is thrown as it comes; <see cref="ClusterProblems"/> puts it into words.</remarks>
    public Task<HttpResponseMessage> GetAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, pathAndQuery, null, cancellationToken);

    /// <summary>Asks what the account itself may do in a namespace. The API takes this question as a POST; it creates nothing and every account may ask it.</summary>
    /// <exception cref="KubernetesRefusal">The server answers with an error.</exception>
    public Task<HttpResponseMessage> AskForOwnRulesAsync(string @namespace, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
        $$"""{"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": "{{JsonEncodedText.Encode(@namespace)}}"} }""",
        cancellationToken);

    /// <summary>Asks whether the server would take an object, as Argo CD would apply it; nothing is stored. The one PATCH that there is, and always a dry run.</summary>
    /// <param name="path">The object's path, without a query.</param>
    /// <param name="manifest">The object as JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KubernetesRefusal">The server would not take it, or answers with another error.</exception>
    /// <exception cref="ArgumentException">The path has a query, which could say something else.</exception>
    public Task<HttpResponseMessage> TryApplyAsync(string path, string manifest, CancellationToken cancellationToken) => path.AsSpan().IndexOfAny('?', '#') >= 0
        ? throw new ArgumentException("The path of an object has no query.", nameof(path))
        : SendAsync(HttpMethod.Patch, $"{path}?dryRun=All&fieldManager=argocd-controller&fieldValidation=Strict&force=true", manifest, cancellationToken, "application/apply-patch+yaml");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, string? question, CancellationToken cancellationToken, string contentType = "application/json")
    {
        var current = Client();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AnswerTimeout);
        using var request = new HttpRequestMessage(method, new Uri(current.BaseUri, pathAndQuery.TrimStart('/')))
        {
            Content = question is null ? null : new StringContent(question, System.Text.Encoding.UTF8, contentType),
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

        if (response.Headers.Date is { } theirs)
        {
            var offset = theirs - DateTimeOffset.UtcNow;
            Volatile.Write(ref clockOffset, offset.Duration() < ClocksAgreeWithin ? 0 : offset.Ticks);
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
                var configuration = Configuration();
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

    private KubernetesClientConfiguration Configuration()
    {
        if (options.Obstacle is { } obstacle)
        {
            throw obstacle;
        }

        if (options.InCluster)
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        var context = string.IsNullOrEmpty(options.Context) ? null : options.Context;
        if (options.KubeconfigText is { } text)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(KubeconfigText.Load(text), context);
        }

        return KubernetesClientConfiguration.BuildConfigFromConfigFile(string.IsNullOrEmpty(options.Kubeconfig) ? UsualKubeconfig(context) : options.Kubeconfig, context);
    }

    // As kubectl does it: KUBECONFIG may name several files, of which the first that has the context counts. Null is the one in the home folder.
    private static string? UsualKubeconfig(string? context)
    {
        var files = (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists).ToList();
        return files.Find(file => context is null || KubernetesClientConfiguration.LoadKubeConfig(file).Contexts?.Any(one => one.Name == context) == true) ?? files.FirstOrDefault();
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
