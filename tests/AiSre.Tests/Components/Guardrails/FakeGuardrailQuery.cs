using AiSre.Components.Guardrails;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;

namespace AiSre.Tests.Components.Guardrails;

/// <summary>Guardrails without a database.</summary>
public sealed class FakeGuardrailQuery() : GuardrailQuery(null!, null!, null!, null!, null!, TimeProvider.System)
{
    /// <summary>What the page about them shows.</summary>
    public GuardrailsView View { get; set; } = new(null, null, null, "", 0, [], PauseState.Never);

    /// <summary>The last evaluation of any proposal.</summary>
    public GuardrailEvaluation? Last { get; set; }

    /// <summary>What asking now says.</summary>
    public GuardrailEvaluation? Now { get; set; }

    /// <summary>The texts of the versions, the first first.</summary>
    public IReadOnlyList<string> Texts { get; set; } = [];

    public override Task<GuardrailComparison?> CompareAsync(int number, CancellationToken cancellationToken) =>
        Task.FromResult(number <= Texts.Count ? new GuardrailComparison(number, number > 1 ? Texts[number - 2] : "", Texts[number - 1]) : null);

    public override Task<GuardrailsView> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(View);

    public override Task<GuardrailEvaluation?> LastAsync(Guid proposalId, CancellationToken cancellationToken) => Task.FromResult(Last);

    public override Task<GuardrailEvaluation> EvaluateAsync(Guid proposalId, CancellationToken cancellationToken) =>
        Now is { } now ? Task.FromResult(now) : throw new ProblemException("There is no proposal any more.");
}
