using AiSre.Playground.Git;
using AiSre.Playground.GitHub.Apps;
using AiSre.Playground.GitHub.Endpoints;
using AiSre.Playground.GitHub.Http;
using AiSre.Playground.GitHub.Pages;
using AiSre.Playground.GitHub.PullRequests;
using AiSre.Playground.GitHub.State;
using AiSre.Playground.GitHub.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Playground.GitHub;

/// <summary>Everything of this folder.</summary>
public static class GitHubServices
{
    /// <summary>Adds a GitHub over the <see cref="GitRepositories"/> that the host registers as a singleton.</summary>
    public static IServiceCollection AddGitHub(this IServiceCollection services, Action<GitHubOptions> configure)
    {
        var options = new GitHubOptions();
        configure(options);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(options)
            .AddSingleton<GitHubFaults>()
            .AddSingleton<GitHubAddress>()
            .AddSingleton<GitHubStore>()
            .AddSingleton<RateLimits>()
            .AddSingleton<AppTokens>()
            .AddSingleton<GitHubCalls>()
            .AddSingleton<GitHubPipeline>()
            .AddSingleton<WebhookSender>()
            .AddHostedService(provider => provider.GetRequiredService<WebhookSender>())
            .AddSingleton<WebhookEvents>()
            .AddSingleton<Mergeability>()
            .AddHostedService(provider => provider.GetRequiredService<Mergeability>())
            .AddSingleton<PullRequestActions>()
            .AddSingleton<MergeQueue>()
            .AddHostedService(provider => provider.GetRequiredService<MergeQueue>())
            .AddSingleton<GraphQlEndpoint>()
            .AddSingleton<BranchFollower>()
            .AddSingleton<RepositoryEndpoints>()
            .AddSingleton<ReferenceEndpoints>()
            .AddSingleton<ObjectEndpoints>()
            .AddSingleton<ContentEndpoints>()
            .AddSingleton<PullRequestEndpoints>()
            .AddSingleton<ReviewEndpoints>()
            .AddSingleton<CheckEndpoints>()
            .AddSingleton<HookEndpoints>()
            .AddSingleton<AppEndpoints>()
            .AddSingleton<PullRequestPage>()
            .AddSingleton<CommitPage>()
            .AddSingleton<GitHttp>();
    }

    /// <summary>
    /// Maps the API under <c>/api/v3</c>, cloning under <c>/owner/name.git</c>, pull requests as pages under
    /// <c>/owner/name/pull/1</c>, and <c>/playground/faults</c>.
    /// </summary>
    /// <returns>All of it, so that a host with several ports can say which one it is for (<c>RequireHost</c>).</returns>
    public static RouteGroupBuilder MapGitHub(this IEndpointRouteBuilder app)
    {
        var provider = app.ServiceProvider;
        // Branches are followed from the start, whoever moves them.
        provider.GetRequiredService<BranchFollower>();

        var site = app.MapGroup("");
        var api = site.MapGroup("/api/v3");
        var pipeline = provider.GetRequiredService<GitHubPipeline>();
        var routes = new GitHubRoutes(api, pipeline);
        provider.GetRequiredService<RepositoryEndpoints>().Map(routes);
        provider.GetRequiredService<ReferenceEndpoints>().Map(routes);
        provider.GetRequiredService<ObjectEndpoints>().Map(routes);
        CommitEndpoints.Map(routes);
        RuleEndpoints.Map(routes);
        provider.GetRequiredService<ContentEndpoints>().Map(routes);
        provider.GetRequiredService<PullRequestEndpoints>().Map(routes);
        provider.GetRequiredService<ReviewEndpoints>().Map(routes);
        provider.GetRequiredService<CheckEndpoints>().Map(routes);
        provider.GetRequiredService<HookEndpoints>().Map(routes);
        provider.GetRequiredService<AppEndpoints>().Map(routes);
        api.Map("{**rest}", http => pipeline.RunAsync(http, null, _ => throw GitHubError.NotFound()));
        provider.GetRequiredService<GraphQlEndpoint>().Map(site);
        provider.GetRequiredService<PullRequestPage>().Map(site);
        provider.GetRequiredService<CommitPage>().Map(site);
        provider.GetRequiredService<GitHttp>().Map(site);
        FaultSwitch.Map(site, provider.GetRequiredService<GitHubFaults>());
        return site;
    }
}
