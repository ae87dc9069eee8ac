using System.Net;

namespace AiSre.GitHub.Http;

/// <summary>Refuses a page of a proxy or of another server, which Octokit would take for an empty answer.</summary>
internal sealed class JsonAnswers : DelegatingHandler
{
    /// <exception cref="InvalidDataException">It is a success and no JSON.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType;
        if (!response.IsSuccessStatusCode
            || response.StatusCode == HttpStatusCode.NoContent
            || type?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            return response;
        }

        response.Dispose();
        throw new InvalidDataException($"{request.RequestUri} answered {type ?? "no media type"}.");
    }
}
