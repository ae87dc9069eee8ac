using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>Get and list.</summary>
internal sealed class ReadHandler(ClusterStore store)
{
    public Task GetAsync(ApiRequest request, KindDefinition kind) =>
        request.Http.WriteAsync(store.Get(kind, request.Namespace, request.Name!));

    public async Task ListAsync(ApiRequest request, KindDefinition kind)
    {
        int? limit = request.Number("limit") is > 0 and var asked ? asked : null;
        var token = request.Query["continue"].ToString() is { Length: > 0 } text ? text : null;
        var page = store.List(kind, request.Filter(kind), limit, token);
        var response = request.Http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache, private";
        var body = response.BodyWriter;
        Write(body, $"{{\"kind\":\"{kind.Kind}List\",\"apiVersion\":\"{kind.ApiVersion}\",\"metadata\":{{\"resourceVersion\":\"{page.ResourceVersion.ToString(CultureInfo.InvariantCulture)}\"");
        if (page.Continue is not null)
        {
            Write(body, $",\"continue\":{JsonSerializer.Serialize(page.Continue)}");
            if (page.Remaining is { } remaining)
            {
                Write(body, $",\"remainingItemCount\":{remaining.ToString(CultureInfo.InvariantCulture)}");
            }
        }

        Write(body, "},\"items\":[");
        for (var i = 0; i < page.Items.Count; i++)
        {
            Write(body, i == 0 ? "" : ",");
            Write(body, page.Items[i], kind);
            if (body.UnflushedBytes > 64 * 1024)
            {
                await body.FlushAsync(request.Http.RequestAborted);
            }
        }

        Write(body, "]}");
        await body.FlushAsync(request.Http.RequestAborted);
    }

    private static void Write(System.IO.Pipelines.PipeWriter body, StoredObject obj, KindDefinition kind)
    {
        if (kind.IsCustom)
        {
            body.Write(obj.Utf8.Span);
        }
        else
        {
            Write(body, "{");
            body.Write(obj.Utf8WithoutType.Span);
        }
    }

    private static void Write(System.IO.Pipelines.PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);
}
