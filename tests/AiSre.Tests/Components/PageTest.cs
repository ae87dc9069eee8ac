using AiSre.Components.Guardrails;
using AiSre.Components.Runbooks.Choosing;
using AiSre.Components.Runbooks.Sources;
using AiSre.Data;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Previews;
using AiSre.Runbooks.Editing;
using AiSre.Runbooks.Sources;
using AiSre.Tests.Components.Guardrails;
using AiSre.Tests.Components.Runbooks;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace AiSre.Tests.Components;

/// <summary>What every page's test needs: MudBlazor, a change feed, the clock, and a live connection.</summary>
public abstract class PageTest : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(TimeProvider.System);
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);
        Services.AddSingleton(Feed);
        Services.AddSingleton<GuardrailQuery>(Guardrails);
        Services.AddSingleton<AutonomyCommand>(Autonomy);
        Services.AddSingleton<RunbookChoiceQuery>(Choices);
        Services.AddSingleton<BackTester>(BackTests);
        Services.AddSingleton<SourceQuery>(Repositories);
        Services.AddSingleton<RunbookSources>(Repositories.Sources);
        Services.AddSingleton<RunbookOwnership>(Repositories.Ownership);
        Services.AddSingleton<RunbookEdits>(Repositories.Edits);
        Services.AddSingleton<RunbookAssist>();
        Services.AddSingleton<GuardrailAssist>();
        Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(NullLoggerFactory.Instance);
    }

    protected ChangeFeed Feed { get; } = new();

    /// <summary>The guardrails that pages show.</summary>
    protected FakeGuardrailQuery Guardrails { get; } = new();

    /// <summary>What is on record.</summary>
    protected FakeBackTester BackTests { get; } = new();

    /// <summary>Which runbooks may be chosen.</summary>
    protected FakeRunbookChoices Choices { get; } = new();

    /// <summary>Where runbooks come from.</summary>
    protected FakeSourceQuery Repositories { get; } = new();

    /// <summary>How far runbooks go by themselves.</summary>
    protected FakeAutonomy Autonomy { get; } = new();

    /// <summary>Renders as over a live connection, unless <paramref name="isLive"/> says it is the first, static rendering.</summary>
    protected IRenderedComponent<TComponent> Show<TComponent>(
        Action<ComponentParameterCollectionBuilder<TComponent>>? parameters = null, bool isLive = true)
        where TComponent : IComponent
    {
        // Not in the constructor: asking for the renderer ends the registration of services.
        Renderer.SetRendererInfo(new RendererInfo(isLive ? "Server" : "Static", isInteractive: isLive));
        return Render(parameters ?? (_ => { }));
    }

    /// <summary>
    /// Does something to an element of a live page, between two of its renderings: a page that reads again while a test holds one
    /// of its elements would leave the test with an element of yesterday.
    /// </summary>
    protected static Task ActAsync<TComponent>(IRenderedComponent<TComponent> page, string selector, Action<AngleSharp.Dom.IElement> act)
        where TComponent : IComponent => page.InvokeAsync(() => act(page.Find(selector)));
}
