using AiSre.Access;
using AiSre.Components.Editing;
using AiSre.Data;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Guardrails;

/// <summary>The guardrails in force, editing them with what is wrong or hardly meant at each keystroke, and the pause of all merges.</summary>
public sealed partial class GuardrailsPage
{
    /// <summary>What a team may begin with: small changes in development, slowly.</summary>
    private const string First = """
        environments:
          development: {criticality: low, clusters: ["dev-*"]}
          production: {criticality: critical, clusters: ["prod-*"]}

        # Where AiSre may merge without a person, if the runbook has earned it.
        automatic:
          - {environments: [development], risk: low}

        # What a change may be at most; the strictest rule counts.
        rules:
          - name: small and slow
            blast-radius: {objects: 3, replicas: 20}
            rate: {per-application: 1 in 1h, fleet: 10 in 1d}

        """;

    private CodeEditor? _editor;
    private IReadOnlyList<TextFinding> _findings = [];
    private string _text = "";
    private string? _reason;
    private string? _refusal;
    private GuardrailComparison? _compared;
    private int _basedOn = -1;
    private bool _isRunning;

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public GuardrailsView? View { get; set; }

    /// <summary>The version that is compared with the one before it; null for none.</summary>
    [SupplyParameterFromQuery]
    public int? Version { get; set; }

    [Inject]
    private GuardrailQuery Query { get; set; } = default!;

    [Inject]
    private GuardrailStore Store { get; set; } = default!;

    [Inject]
    private GuardrailAssist Assist { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["guardrails", "incidents"];

    protected override bool HasRead => View is not null;

    private string Text
    {
        get => _text;
        set
        {
            _text = value;
            _refusal = null;
            _findings = value.Trim().Length == 0 ? [] : [.. GuardrailLinter.Lint(value).Select(finding => new TextFinding(finding.Line, finding.Column, finding.IsError, finding.Message))];
        }
    }

    private bool CanAct => RendererInfo.IsInteractive && Person.IsAdministrator && !_isRunning;

    private bool CanSave => CanAct && Text.Trim().Length > 0 && !_findings.Any(finding => finding.IsError) && !string.IsNullOrWhiteSpace(_reason);

    protected override void OnInitialized()
    {
        if (View is not null)
        {
            Start(View);
        }
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        View = await Query.ReadAsync(cancellationToken);
        if (_basedOn < 0)
        {
            Start(View);
        }

        _compared = Version is { } number ? await Query.CompareAsync(number, cancellationToken) : null;
    }

    protected override void OnParametersSet()
    {
        if (_compared?.Number != Version)
        {
            ReadSoon();
        }
    }

    /// <summary>An older text becomes the one that is edited; it takes effect when it is saved, with a reason, as a new version.</summary>
    private void Restore(GuardrailComparison compared)
    {
        Text = compared.Text;
        _reason = $"Back to version {compared.Number}";
    }

    private void Start(GuardrailsView view)
    {
        _basedOn = view.Latest;
        Text = view.Text;
    }

    private async Task SaveAsync()
    {
        // The second click of a double click arrives before the buttons are drawn as disabled.
        if (!CanSave)
        {
            return;
        }

        _isRunning = true;
        try
        {
            if (!await _editor!.FlushAsync())
            {
                _refusal = "The browser did not hand over its text, so nothing was saved; your text stays here, try again in a moment.";
                return;
            }

            // What was typed last may have made a mistake that nobody saw yet.
            if (_findings.Any(finding => finding.IsError))
            {
                return;
            }

            var result = await Store.SaveAsync(new SaveGuardrails(Text, _basedOn, Person.Name, _reason!.Trim()), CancellationToken.None);
            _refusal = result.Refusal;
            if (result.IsSaved)
            {
                (_basedOn, _reason) = (result.Version.Number, null);
                await _editor.DropDraftAsync();
            }

            ReadSoon();
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _refusal = "The database does not answer, so nothing was saved; your text stays here, try again in a moment.";
        }
        finally
        {
            _isRunning = false;
        }
    }
}
