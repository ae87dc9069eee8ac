using System.Text.Json;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.State;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Rulesets, as far as they are about branches: https://docs.github.com/en/rest/repos/rules.</summary>
internal static class RuleEndpoints
{
    public static void Map(GitHubRoutes routes)
    {
        routes.InRepository("POST", "/rulesets", Right.Admin, Create);
        routes.InRepository("GET", "/rules/branches/{**branch}", Right.Read, Rules);
    }

    private static GitHubAnswer Create(GitHubCall call)
    {
        var branches = call.Field("conditions") is { ValueKind: JsonValueKind.Object } conditions
            ? conditions.GetProperty("ref_name").GetProperty("include").EnumerateArray().Select(item => item.GetString()!).ToList()
            : [];
        var rules = call.Field("rules") is { ValueKind: JsonValueKind.Array } given
            ? given.EnumerateArray().Select(rule => new RuleState(rule.GetProperty("type").GetString()!, rule.TryGetProperty("parameters", out var parameters) ? parameters.Clone() : JsonDocument.Parse("{}").RootElement)).ToList()
            : [];
        var ruleset = new RulesetState(GitHubStore.IdOf($"{call.State.FullName}#ruleset{++call.State.LastId}"), call.Required("name"), branches, rules);
        call.State.Rulesets.Add(ruleset);
        return GitHubAnswer.Created(new
        {
            id = ruleset.Id,
            name = ruleset.Name,
            target = "branch",
            source_type = "Repository",
            source = call.State.FullName,
            enforcement = "active",
            conditions = new { ref_name = new { include = branches, exclude = Array.Empty<string>() } },
            rules = rules.Select(Shape),
        });
    }

    private static GitHubAnswer Rules(GitHubCall call) =>
        GitHubAnswer.Page(call, [.. BranchDemands.RulesFor(call.State, call.Route("branch"))], rule =>
        {
            var shape = Shape(rule);
            shape["ruleset_source_type"] = "Repository";
            shape["ruleset_source"] = call.State.FullName;
            shape["ruleset_id"] = call.State.Rulesets.First(ruleset => ruleset.Rules.Contains(rule)).Id;
            return shape;
        });

    private static Dictionary<string, object?> Shape(RuleState rule)
    {
        var shape = new Dictionary<string, object?> { ["type"] = rule.Type };
        if (rule.Parameters.EnumerateObject().Any())
        {
            shape["parameters"] = rule.Parameters;
        }

        return shape;
    }
}
