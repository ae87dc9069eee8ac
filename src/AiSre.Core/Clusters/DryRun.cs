using System.Net;
using System.Text.Json;

namespace AiSre.Clusters;

/// <summary>
/// Asks an API server whether it would take an object, by a server-side apply with <c>dryRun=All</c>: every check and admission runs, and nothing
/// is stored.
/// </summary>
internal sealed class DryRun(KubernetesApi api)
{
    /// <summary>Tries an object out.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="namespace">Its namespace; ignored for kinds without.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KubernetesRefusal">The server fails, and may not soon.</exception>
    public async Task<DryRunAnswer> AskAsync(JsonElement manifest, string? @namespace, CancellationToken cancellationToken)
    {
        var (apiVersion, kind) = (manifest.GetProperty("apiVersion").GetString()!, manifest.GetProperty("kind").GetString()!);
        if (await FindAsync(apiVersion, kind, cancellationToken) is not var (plural, isNamespaced))
        {
            return new(DryRunOutcome.Refused, $"the cluster does not serve {kind} of {apiVersion}");
        }

        var path = Objects.ObjectKind.PathOf(apiVersion, plural, isNamespaced ? @namespace : null, manifest.GetProperty("metadata").GetProperty("name").GetString());
        var group = apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? $".{apiVersion[..slash]}" : "";
        try
        {
            using var response = await api.TryApplyAsync(path, manifest.GetRawText(), cancellationToken);
            return new(DryRunOutcome.Accepted, "");
        }
        catch (KubernetesRefusal refusal) when (Of(refusal, $"patch and create {plural}{group}") is { } answer)
        {
            return answer;
        }
    }

    // Admission refuses with 403 too, in words of its own; a webhook that would do something elsewhere takes no dry run. A field that the schema
    // does not have is an "internal error" of server-side apply (apimachinery/pkg/util/managedfields), and so is an amount that older servers want
    // to be a text and every other way of applying takes: that one says nothing.
    private static DryRunAnswer? Of(KubernetesRefusal refusal, string right) => refusal.Status switch
    {
        HttpStatusCode.Forbidden when refusal.Message.Contains(" cannot ", StringComparison.Ordinal) => new(DryRunOutcome.NotAllowed, right),
        HttpStatusCode.BadRequest when refusal.Message.Contains("dry run", StringComparison.OrdinalIgnoreCase) => new(DryRunOutcome.Unknown, refusal.Message),
        HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new(DryRunOutcome.Refused, refusal.Message),
        HttpStatusCode.InternalServerError when refusal.Message.Contains("failed to create typed patch object", StringComparison.Ordinal) => new(
            refusal.Message.Contains("field not declared in schema", StringComparison.Ordinal) ? DryRunOutcome.Refused : DryRunOutcome.Unknown, refusal.Message),
        HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType => new(DryRunOutcome.Unknown, refusal.Message),
        _ => null,
    };

    private async Task<(string Plural, bool IsNamespaced)?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await api.GetAsync(apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}", cancellationToken);
            using var list = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return list.RootElement.GetProperty("resources").EnumerateArray()
                .Where(resource => resource.GetProperty("kind").ValueEquals(kind) && !resource.GetProperty("name").GetString()!.Contains('/', StringComparison.Ordinal))
                .Select(resource => ((string, bool)?)(resource.GetProperty("name").GetString()!, resource.GetProperty("namespaced").GetBoolean()))
                .FirstOrDefault();
        }
        catch (KubernetesRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
