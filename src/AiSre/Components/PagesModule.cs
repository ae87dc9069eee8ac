using AiSre.Components.Alerts;
using AiSre.Components.Clusters;
using AiSre.Components.Guardrails;
using AiSre.Components.Incidents;
using AiSre.Components.Incidents.Details;
using AiSre.Components.Incidents.Proof;
using AiSre.Components.Runbooks;
using AiSre.Components.Runbooks.Choosing;
using AiSre.Components.Runbooks.Sources;
using AiSre.Components.Silences;
using MudBlazor;
using MudBlazor.Services;

namespace AiSre.Components;

/// <summary>The pages: what they need and where they are.</summary>
public static class PagesModule
{
    // A runbook travels whole with each key press; the default of 32 KB would cut the connection in the middle of a word.
    private const int LargestMessage = 1024 * 1024;

    /// <summary>Registers everything the pages need beyond the stages' own services.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        services.AddSingleton<ClusterListQuery>();
        services.AddSingleton<IncidentListQuery>();
        services.AddSingleton<IncidentDetailsQuery>();
        services.AddSingleton<WhatChangedQuery>();
        services.AddSingleton<RecordedStoryQuery>();
        services.AddSingleton<EvidenceQuery>();
        services.AddSingleton<ExchangeQuery>();
        services.AddSingleton<RunbookQuery>();
        services.AddSingleton<RunbookChoiceQuery>();
        services.AddSingleton<SourceQuery>();
        services.AddSingleton<GuardrailQuery>();
        services.AddSingleton<SilenceQuery>();
        services.AddSingleton<AlertQuery>();
        return services;
    }

    /// <summary>Serves the pages and their assets. Call once, after authentication is in the pipeline.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
