using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Api;

/// <summary>Writing answers.</summary>
internal static class Responses
{
    public static Task WriteAsync(this HttpContext http, StoredObject obj, int code = 200) => http.WriteAsync(obj.Utf8, code);

    public static Task WriteAsync(this HttpContext http, JsonObject obj, int code = 200) =>
        http.WriteAsync(Encoding.UTF8.GetBytes(obj.ToJsonString(Json.Relaxed)), code);

    private static async Task WriteAsync(this HttpContext http, ReadOnlyMemory<byte> utf8, int code)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-cache, private";
        http.Response.ContentLength = utf8.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(utf8, http.RequestAborted);
        }
    }
}
