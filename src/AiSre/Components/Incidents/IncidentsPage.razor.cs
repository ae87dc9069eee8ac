using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Incidents;

/// <summary>All incidents, open ones first, live. The filter is in the address, so that it can be shared.</summary>
public sealed partial class IncidentsPage
{
    private IncidentFilter _filter = new();

    /// <summary>What is shown; carried over from the static rendering, so that nothing flashes when the page becomes live.</summary>
    [PersistentState]
    public IncidentList? View { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    private string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "closed")]
    private int? ClosedCount { get; set; }

    [Inject]
    private IncidentListQuery Query { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["incidents"];

    protected override bool HasRead => View is not null;

    private string Title => View switch
    {
        { WaitingTotal: > 0 and var waiting } => $"({waiting}) Incidents · AiSre",
        _ => "Incidents · AiSre",
    };

    protected override void OnParametersSet()
    {
        var filter = new IncidentFilter(
            Enum.TryParse<IncidentGroup>(Group, ignoreCase: true, out var group) ? group : IncidentGroup.All,
            string.IsNullOrWhiteSpace(Cluster) ? null : Cluster,
            string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
            Math.Clamp(ClosedCount ?? IncidentFilter.ClosedStep, IncidentFilter.ClosedStep, 1000));
        if (filter != _filter)
        {
            _filter = filter;
            ReadSoon();
        }
    }

    protected override Task OnInitializedAsync()
    {
        OnParametersSet();
        return base.OnInitializedAsync();
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.ReadAsync(_filter, cancellationToken);

    private void Show(IncidentFilter filter) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["show"] = filter.Group == IncidentGroup.All ? null : filter.Group.ToString().ToLowerInvariant(),
            ["cluster"] = filter.Cluster,
            ["q"] = filter.Text,
            ["closed"] = filter.ClosedCount == IncidentFilter.ClosedStep ? null : filter.ClosedCount,
        }),
        replace: true);

    private void ShowMore() => Show(_filter with { ClosedCount = _filter.ClosedCount + IncidentFilter.ClosedStep });

    private static string Summary(IncidentList view) => (view.OpenTotal, view.WaitingTotal) switch
    {
        (0, _) when !view.StillBroken.IsEmpty => "Nothing is open, but not everything is well.",
        (0, _) => "Nothing is open.",
        (1, 0) => "One is open; AiSre is working on it.",
        (var open, 0) => $"{open} are open; none waits for a decision.",
        (1, _) => "One is open and waits for your decision.",
        (var open, 1) => $"{open} are open; one waits for your decision.",
        (var open, var waiting) => $"{open} are open; {waiting} wait for your decision.",
    };

    private static string Hint(IncidentList view) => view switch
    {
        { WaitingTotal: > 0 } => "Click the incident that says “Waiting for your decision”: it shows the cause, the proof and the change in Git, and you approve or reject it there.",
        { OpenTotal: > 0 } => "AiSre found something broken and is preparing a change in Git; there is nothing to click until it says “Waiting for your decision”.",
        _ => "AiSre watches your clusters; the moment something breaks it appears here by itself, with its cause and a change in Git for you to approve.",
    };
}
