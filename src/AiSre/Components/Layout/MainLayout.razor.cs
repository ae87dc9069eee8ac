using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace AiSre.Components.Layout;

/// <summary>The frame around every page.</summary>
public sealed partial class MainLayout : IDisposable
{
    private ErrorBoundary? _boundary;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    // A bare "#content" would resolve against <base href="/"> and lead to the first page.
    private string SkipTarget => $"{Navigation.Uri.Split('#')[0]}#content";

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => InvokeAsync(Recover);

    private void Recover()
    {
        _boundary?.Recover();
        StateHasChanged();
    }
}
