using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.IntegrationTests.Infrastructure;
using NJsonSchema;

namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>GitHub's own OpenAPI description, as the npm package <c>@octokit/openapi</c> brings it.</summary>
internal sealed class GitHubDescription
{
    private const string Package = "@octokit/openapi@23.0.2";

    private readonly JsonObject document;

    private GitHubDescription(JsonObject document) => this.document = document;

    public static async Task<GitHubDescription> ReadAsync()
    {
        var folder = await NpmPackages.FolderAsync("octokit-openapi", Package);
        await using var stream = File.OpenRead(Path.Combine(folder, "node_modules", "@octokit", "openapi", "generated", "api.github.com.json"));
        return new GitHubDescription((await JsonNode.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken))!.AsObject());
    }

    /// <summary>What is wrong with an answer by the description; empty when nothing.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">The path, without <c>/api/v3</c>.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">The answer as sent.</param>
    public async Task<IReadOnlyList<string>> MistakesAsync(string method, string path, int status, string body)
    {
        if (TemplateOf(path, method) is not { } template)
        {
            return [$"GitHub's description has no {method} {path}."];
        }

        var described = document["paths"]![template]![method.ToLowerInvariant()]!["responses"]![$"{status}"];
        if (described is null && status < 400)
        {
            return [$"GitHub's description has no {status} of {method} {template}."];
        }

        var schema = described is null ? null : Resolve(described)["content"]?["application/json"]?["schema"];
        return (schema, status) switch
        {
            ({ } known, _) => Errors(await SchemaAsync(known), body),
            // Refusals that any call may meet are not described with each; they have one shape.
            (null, >= 400) => Errors(await SchemaAsync(BasicError()), body),
            _ => body.Length == 0 ? [] : [$"GitHub's description has no body for {status} of {method} {template}."],
        };
    }

    private static JsonObject BasicError() => new() { ["$ref"] = "#/components/schemas/basic-error" };

    private static IReadOnlyList<string> Errors(JsonSchema schema, string body) =>
        [.. schema.Validate(body).Select(error => error.ToString())];

    /// <summary>The path as the description writes it: the match with the most literal text.</summary>
    private string? TemplateOf(string path, string method) =>
        document["paths"]!.AsObject()
            .Where(entry => entry.Value![method.ToLowerInvariant()] is not null)
            .Select(entry => entry.Key)
            .Where(template => Regex.IsMatch(path, Pattern(template)))
            .MaxBy(template => Regex.Replace(template, @"\{[^}]+\}", "").Length);

    /// <summary>A parameter is one part of the path, but the last one may be a branch or a file with slashes.</summary>
    private static string Pattern(string template) =>
        "^" + Regex.Replace(Regex.Replace(template, @"\{\w+\}$", ".+"), @"\{\w+\}", "[^/]+") + "$";

    private async Task<JsonSchema> SchemaAsync(JsonNode described)
    {
        var root = Resolve(described).DeepClone().AsObject();
        var needed = new JsonObject();
        Collect(root, needed);
        root["definitions"] = needed;
        return await JsonSchema.FromJsonAsync(root.ToJsonString(), TestContext.Current.CancellationToken);
    }

    private JsonNode Resolve(JsonNode node)
    {
        while (node["$ref"]?.GetValue<string>() is { } reference)
        {
            node = reference.Split('/').Skip(1).Aggregate((JsonNode)document, (inner, name) => inner[name]!);
        }

        return node;
    }

    /// <summary>Copies every schema that one refers to, and turns OpenAPI's <c>nullable</c> into what JSON Schema knows.</summary>
    private void Collect(JsonNode? node, JsonObject needed)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Collect(item, needed);
                }

                break;
            case JsonObject schema:
                if (schema["$ref"]?.GetValue<string>() is { } reference)
                {
                    var name = reference.Split('/')[^1];
                    if (!needed.ContainsKey(name))
                    {
                        var target = document["components"]!["schemas"]![name]!.DeepClone();
                        needed[name] = target;
                        Collect(target, needed);
                    }

                    schema["$ref"] = $"#/definitions/{name}";
                    return;
                }

                // OpenAPI's hint which of several schemas to take; JSON Schema tries them all.
                schema.Remove("discriminator");
                // GitHub's alternatives overlap, so that "exactly one of" would refuse GitHub's own answers.
                if (schema["oneOf"] is JsonArray alternatives)
                {
                    schema.Remove("oneOf");
                    schema["anyOf"] = alternatives;
                }

                foreach (var (_, value) in schema.ToList())
                {
                    Collect(value, needed);
                }

                AllowNull(schema);
                break;
            default:
                break;
        }
    }

    private static void AllowNull(JsonObject schema)
    {
        if (schema["nullable"] is not JsonValue nullable || !nullable.TryGetValue<bool>(out var isNullable) || !isNullable)
        {
            return;
        }

        schema.Remove("nullable");
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
            (schema["enum"] as JsonArray)?.Add(null);
            return;
        }

        (schema["anyOf"] as JsonArray)?.Add(new JsonObject { ["type"] = "null" });
    }
}
