using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents.Silences;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Silences;

/// <summary>Adds a silence; the address may bring the selector.</summary>
public sealed partial class NewSilencePage
{
    private static readonly (int Minutes, string Words)[] Lengths =
        [(30, "30 minutes"), (60, "1 hour"), (120, "2 hours"), (240, "4 hours"), (480, "8 hours"), (1440, "1 day"), (4320, "3 days"), (10080, "1 week")];

    private readonly SilenceForm _form = new();
    private ImmutableArray<string> _clusters = [];
    private string? _problem;
    private bool _isSaving;

    [SupplyParameterFromQuery(Name = "cluster")]
    private string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "namespace")]
    private string? Namespace { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    private string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "symptom")]
    private string? Symptom { get; set; }

    [Inject]
    private SilenceQuery Query { get; set; } = default!;

    [Inject]
    private SilenceCommand Command { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized()
    {
        // A cluster that the configuration names no more can still have incidents.
        _clusters = [.. Query.Clusters.Append(Cluster ?? "").Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        _form.Cluster = Cluster ?? "";
        _form.Namespace = Namespace;
        _form.Kind = Kind;
        _form.Name = Name;
        _form.Symptom = Enum.TryParse<SymptomReason>(Symptom, out var reason) ? reason.ToString() : "";
    }

    private async Task AddAsync()
    {
        _isSaving = true;
        _problem = null;
        try
        {
            var now = Time.GetUtcNow();
            var start = _form.Start is { } given ? new DateTimeOffset(given, TimeSpan.Zero) : now;
            await Command.AddAsync(_form.ToSelector(), start, start.AddMinutes(_form.Minutes), Person.Name, _form.Reason, CancellationToken.None);
            Navigation.NavigateTo("silences");
        }
        catch (ProblemException problem)
        {
            _problem = problem.Message;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer, so nothing was silenced; try again in a moment.";
        }
        finally
        {
            _isSaving = false;
        }
    }
}
