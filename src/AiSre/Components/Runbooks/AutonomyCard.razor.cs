using System.Globalization;
using AiSre.Access;
using AiSre.Data;
using AiSre.Remediation.Autonomy;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Runbooks;

/// <summary>How far a runbook's latest version goes by itself, scope by scope, with the outcomes that speak for it; a person lets it go further or sets it back.</summary>
public sealed partial class AutonomyCard
{
    private IReadOnlyList<AutonomyOffer>? _offers;
    private string? _problem;
    private string? _said;
    private string? _settingBack;
    private string? _because;
    private bool _isRunning;

    [Parameter, EditorRequired]
    public string RunbookId { get; set; } = "";

    [Inject]
    private AutonomyCommand Autonomy { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["autonomy", "runbooks", "incidents"];

    protected override bool HasRead => _offers is not null;

    private bool CanAct => RendererInfo.IsInteractive && Person.MayDecide && !_isRunning;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _offers = await Autonomy.OffersAsync(RunbookId, cancellationToken);
        }
        catch (ProblemException problem)
        {
            (_offers, _problem) = (null, problem.Message);
        }
    }

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    private async Task SetBackAsync(AutonomyOffer offer)
    {
        var because = _because ?? "";
        if (CanAct && because.Trim().Length > 0)
        {
            await ActAsync(() => Autonomy.SetBackAsync(RunbookId, offer.Version, offer.Scope, Person.Name, because, CancellationToken.None));
            (_settingBack, _because) = (null, null);
        }
    }

    private Task PromoteAsync(Func<Task<(bool Done, string Sentence)>> promote) => Person.IsAdministrator ? ActAsync(promote) : Task.CompletedTask;

    private async Task ActAsync(Func<Task<(bool Done, string Sentence)>> act)
    {
        // The second click of a double click arrives before the buttons are drawn as disabled.
        if (!CanAct)
        {
            return;
        }

        _isRunning = true;
        try
        {
            _said = (await act()).Sentence;
            ReadSoon();
        }
        catch (ProblemException problem)
        {
            _said = problem.Message;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _said = "The database does not answer, so nothing was changed; try again in a moment.";
        }
        finally
        {
            _isRunning = false;
        }
    }
}
