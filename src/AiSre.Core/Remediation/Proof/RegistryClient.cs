using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Proof;

/// <summary>Asks a container registry whether an image is there, by a <c>HEAD</c> of its manifest (OCI distribution specification, 1.1).</summary>
internal sealed partial class RegistryClient : IDisposable
{
    // Docker Hub answers under another name than the one in images.
    private const string DockerHub = "registry-1.docker.io";
    private const int LongestToken = 64 * 1024;

    private static readonly string[] Manifests =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    private readonly ProofOptions _options;
    private readonly HttpClient _anywhere;
    private readonly HttpClient _named;

    public RegistryClient(IOptions<ProofOptions> options)
    {
        _options = options.Value;
        _named = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = _options.RegistryTimeout };
        _anywhere = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectCallback = ConnectOutsideAsync }) { Timeout = _options.RegistryTimeout };
    }

    /// <summary>Whether the image is there.</summary>
    public async Task<ProofCheck> AskAsync(ImageReference image, CancellationToken cancellationToken)
    {
        const string name = "Image";
        if (!_options.AskRegistries)
        {
            return new(name, ProofState.Unproven, $"Registries are not asked (Proof__AskRegistries), so whether {image} is there is not known.");
        }

        try
        {
            var status = await StatusAsync(image, cancellationToken);
            return status switch
            {
                HttpStatusCode.OK => new(name, ProofState.Proven, $"{image.Registry} has {image.Repository}:{Version(image)}."),
                HttpStatusCode.NotFound => new(name, ProofState.Refuted, $"{image.Registry} has no {image.Repository}:{Version(image)}; correct the runbook, or push the image."),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(name, ProofState.Unproven, $"{image.Registry} does not tell AiSre about {image.Repository}; name a login for it (Proof__Registries)."),
                _ => new(name, ProofState.Unproven, $"{image.Registry} answers {(int)status}, so whether {image} is there is not known."),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException or UriFormatException && !cancellationToken.IsCancellationRequested)
        {
            var why = failure is OperationCanceledException ? $"did not answer within {_options.RegistryTimeout.TotalSeconds:0} s" : $"could not be asked ({failure.GetBaseException().Message.TrimEnd('.')})";
            return new(name, ProofState.Unproven, $"{image.Registry} {why}, so whether {image} is there is not known.");
        }
    }

    public void Dispose()
    {
        _anywhere.Dispose();
        _named.Dispose();
    }

    private static string Version(ImageReference image) => image.Digest ?? image.Tag ?? "latest";

    private async Task<HttpStatusCode> StatusAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var access = _options.Registries.FirstOrDefault(registry => ImageReference.NormalizeRegistry(registry.Host) == image.Registry);
        var client = access?.Address is null ? _anywhere : _named;
        var root = access?.Address?.AbsoluteUri.TrimEnd('/') ?? $"https://{(image.Registry == ImageReference.DefaultRegistry ? DockerHub : image.Registry)}";
        var address = new Uri($"{root}/v2/{image.Repository}/manifests/{Version(image)}");
        var login = access?.User is { } user ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{access.Password}"))) : null;
        using var first = await HeadAsync(client, address, null, cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
        {
            return first.StatusCode;
        }

        // The registry says how to log in: with the login itself, or with a token that its own service gives out.
        var authorization = first.Headers.WwwAuthenticate.FirstOrDefault(header => header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) is { Parameter: { } parameter }
            ? await TokenAsync(parameter, image, login, cancellationToken)
            : login;
        if (authorization is null)
        {
            return first.StatusCode;
        }

        using var second = await HeadAsync(client, address, authorization, cancellationToken);
        return second.StatusCode;
    }

    private static async Task<HttpResponseMessage> HeadAsync(HttpClient client, Uri address, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        request.Headers.Authorization = authorization;
        foreach (var type in Manifests)
        {
            request.Headers.Accept.ParseAdd(type);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task<AuthenticationHeaderValue?> TokenAsync(string challenge, ImageReference image, AuthenticationHeaderValue? login, CancellationToken cancellationToken)
    {
        var parameters = Parameter().Matches(challenge).ToDictionary(match => match.Groups[1].Value.ToLowerInvariant(), match => match.Groups[2].Value);
        if (!parameters.TryGetValue("realm", out var realm) || !Uri.TryCreate(realm, UriKind.Absolute, out var service) || service.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        var query = $"scope={Uri.EscapeDataString($"repository:{image.Repository}:pull")}{(parameters.TryGetValue("service", out var name) ? $"&service={Uri.EscapeDataString(name)}" : "")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(service) { Query = query }.Uri);
        request.Headers.Authorization = login;
        using var response = await _anywhere.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > LongestToken)
        {
            return null;
        }

        await response.Content.LoadIntoBufferAsync(LongestToken, cancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        foreach (var property in (string[])["token", "access_token"])
        {
            if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty(property, out var token) && token.ValueKind == JsonValueKind.String)
            {
                return new AuthenticationHeaderValue("Bearer", token.GetString());
            }
        }

        return null;
    }

    // An image's name comes from a repository, that is, from others: it must not make AiSre knock at its own machine or at a cloud's metadata service.
    private static async ValueTask<Stream> ConnectOutsideAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => !IsInside(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"{context.DnsEndPoint.Host} is an address of this machine or link; where that is meant, name it under Proof__Registries");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsInside(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)
            || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..] or [0, ..]);
    }

    [GeneratedRegex(@"(\w+)=""([^""]*)""")]
    private static partial Regex Parameter();
}
