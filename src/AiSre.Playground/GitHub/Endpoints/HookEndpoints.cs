using System.Text;
using System.Text.Json;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Shapes;
using AiSre.Playground.GitHub.State;
using AiSre.Playground.GitHub.Webhooks;

namespace AiSre.Playground.GitHub.Endpoints;

/// <summary>Webhooks of a repository and what was sent: https://docs.github.com/en/rest/repos/webhooks.</summary>
internal sealed class HookEndpoints(WebhookEvents events, WebhookSender sender)
{
    public void Map(GitHubRoutes routes)
    {
        routes.InRepository("GET", "/hooks", Right.Admin, call => GitHubAnswer.Page(call, call.State.Hooks, hook => call.Urls.Hook(call.State, hook)));
        routes.InRepository("POST", "/hooks", Right.Admin, Create);
        routes.InRepository("GET", "/hooks/{id:long}", Right.Admin, call => GitHubAnswer.Ok(call.Urls.Hook(call.State, Hook(call))));
        routes.InRepository("DELETE", "/hooks/{id:long}", Right.Admin, Delete);
        routes.InRepository("POST", "/hooks/{id:long}/pings", Right.Admin, Ping);
        routes.InRepository("GET", "/hooks/{id:long}/deliveries", Right.Admin, ListDeliveries);
        routes.InRepository("GET", "/hooks/{id:long}/deliveries/{delivery:long}", Right.Admin, GetDelivery);
        routes.InRepository("POST", "/hooks/{id:long}/deliveries/{delivery:long}/attempts", Right.Admin, Redeliver);
    }

    private GitHubAnswer Create(GitHubCall call)
    {
        if (call.Field("config") is not { ValueKind: JsonValueKind.Object } config
            || !config.TryGetProperty("url", out var address)
            || !Uri.TryCreate(address.GetString(), UriKind.Absolute, out var url))
        {
            throw GitHubError.Invalid("Hook", "url");
        }

        if (call.State.Hooks.Exists(other => other.Url == url))
        {
            throw GitHubError.Custom("Hook", "Hook already exists on this repository");
        }

        var hook = new HookState
        {
            Id = call.State.NextHookId(),
            Url = url,
            Secret = config.TryGetProperty("secret", out var secret) ? secret.GetString() : null,
            Events = call.Has("events") ? [.. call.Texts("events")] : ["push"],
            IsActive = call.Flag("active") ?? true,
            CreatedAt = call.Now,
        };
        call.State.Hooks.Add(hook);
        events.Ping(call.State, hook, call.Caller.Login);
        return GitHubAnswer.Created(call.Urls.Hook(call.State, hook));
    }

    private static GitHubAnswer Delete(GitHubCall call)
    {
        call.State.Hooks.Remove(Hook(call));
        return GitHubAnswer.NoContent();
    }

    private GitHubAnswer Ping(GitHubCall call)
    {
        events.Ping(call.State, Hook(call), call.Caller.Login);
        return GitHubAnswer.NoContent();
    }

    private GitHubAnswer ListDeliveries(GitHubCall call) =>
        GitHubAnswer.Page(call, sender.DeliveriesOf(Hook(call).Id), delivery => Shape(call, delivery, isWhole: false));

    private GitHubAnswer GetDelivery(GitHubCall call) => GitHubAnswer.Ok(Shape(call, Delivery(call), isWhole: true));

    private GitHubAnswer Redeliver(GitHubCall call)
    {
        sender.SendAgain(Hook(call), Delivery(call));
        return GitHubAnswer.Accepted(new { });
    }

    private static HookState Hook(GitHubCall call) =>
        call.State.Hooks.Find(hook => $"{hook.Id}" == call.Route("id")) ?? throw GitHubError.NotFound();

    private WebhookDelivery Delivery(GitHubCall call) =>
        sender.DeliveriesOf(Hook(call).Id).FirstOrDefault(delivery => $"{delivery.Id}" == call.Route("delivery"))
        ?? throw GitHubError.NotFound();

    private static Dictionary<string, object?> Shape(GitHubCall call, WebhookDelivery delivery, bool isWhole)
    {
        var shape = new Dictionary<string, object?>
        {
            ["id"] = delivery.Id,
            ["guid"] = delivery.Guid,
            ["delivered_at"] = GitHubUrls.Time(delivery.DeliveredAt),
            ["redelivery"] = delivery.IsRedelivery,
            ["duration"] = Math.Round(delivery.Duration, 2),
            ["status"] = delivery.Status,
            ["status_code"] = delivery.StatusCode,
            ["event"] = delivery.Event,
            ["action"] = delivery.Action,
            ["installation_id"] = null,
            ["repository_id"] = delivery.RepositoryId,
        };
        if (isWhole)
        {
            shape["url"] = call.Urls.Api($"repos/{call.State.FullName}/hooks/{delivery.HookId}/deliveries/{delivery.Id}");
            shape["request"] = new
            {
                headers = delivery.RequestHeaders,
                payload = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(delivery.Payload)),
            };
            shape["response"] = new { headers = new { }, payload = delivery.ResponseBody };
        }

        return shape;
    }
}
