using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;

namespace AiSre.Cli;

/// <summary>One line of <c>aisre yaml set --batch</c>.</summary>
internal static class YamlBatch
{
    /// <summary>Carries the line's edit out: <c>{"id":…,"after":…}</c>, or <c>{"id":…,"error":"…"}</c> where it cannot be.</summary>
    public static string Edit(string line)
    {
        JsonNode? id = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var request = document.RootElement;
            id = request.TryGetProperty("id", out var given) ? JsonSerializer.SerializeToNode(given) : null;
            var result = Edit(request);
            return result.IsMade ? Answer(id, "after", result.File.Text) : Answer(id, "error", result.Refusal);
        }
        catch (YamlRefusedException refused)
        {
            return Answer(id, "error", refused.Message);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return Answer(id, "error", $"the line is no edit: {error.Message}");
        }
    }

    private static YamlEditResult Edit(JsonElement request)
    {
        var file = YamlFile.Parse(request.GetProperty("before").GetString() ?? throw new FormatException("before is null."));
        var document = request.TryGetProperty("document", out var index) ? index.GetInt32() : 0;
        var path = YamlPath.FromJson(request.GetProperty("path"));
        if (request.TryGetProperty("new_raw", out var raw) && raw.GetString() is { } text)
        {
            return YamlEditor.SetRaw(file, document, path, text);
        }

        return request.TryGetProperty("new_value", out var value)
            ? YamlEditor.Set(file, document, path, YamlValue.FromJson(value))
            : throw new FormatException("there is neither new_raw nor new_value.");
    }

    private static string Answer(JsonNode? id, string name, string text) => new JsonObject { ["id"] = id, [name] = text }.ToJsonString();
}
