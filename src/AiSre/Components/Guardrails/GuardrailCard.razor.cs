using AiSre.Data;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Guardrails;

/// <summary>What the guardrails say of one proposal, gate by gate.</summary>
public sealed partial class GuardrailCard
{
    private GuardrailEvaluation? _last;
    private string? _problem;
    private bool _hasRead;
    private bool _isRunning;

    /// <summary>The proposal.</summary>
    [Parameter, EditorRequired]
    public Guid ProposalId { get; set; }

    /// <summary>The incident that it is for.</summary>
    [Parameter, EditorRequired]
    public Guid IncidentId { get; set; }

    /// <summary>Whether its incident is not over; of what is, only what was said is shown.</summary>
    [Parameter]
    public bool IsOpen { get; set; }

    [Inject]
    private GuardrailQuery Query { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["guardrails", $"incident:{IncidentId}"];

    protected override bool HasRead => _hasRead;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _last = await Query.LastAsync(ProposalId, cancellationToken);
        _hasRead = true;
    }

    private static string Words(GuardrailOutcome outcome) => outcome switch
    {
        GuardrailOutcome.Allow => "Nothing speaks against merging it without a person",
        GuardrailOutcome.RequireApproval => "A person decides",
        _ => "AiSre does not merge it by itself",
    };

    private static string Class(GuardrailOutcome outcome) => outcome switch
    {
        GuardrailOutcome.Allow => "allow",
        GuardrailOutcome.RequireApproval => "ask",
        _ => "deny",
    };

    private async Task AskAsync()
    {
        if (_isRunning)
        {
            return;
        }

        (_isRunning, _problem) = (true, null);
        try
        {
            _last = await Query.EvaluateAsync(ProposalId, CancellationToken.None);
        }
        catch (ProblemException problem)
        {
            _problem = problem.Message;
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer; try again in a moment.";
        }
        finally
        {
            _isRunning = false;
        }
    }
}
