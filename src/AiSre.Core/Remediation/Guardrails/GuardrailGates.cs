using System.Collections.Immutable;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Gates;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Guardrails;

/// <summary>All gates in order. Every one is always asked, the strictest decides, and one that fails denies.</summary>
internal static partial class GuardrailGates
{
    public static ImmutableArray<GuardrailGate> All { get; } =
    [
        new PauseGate(),
        new ScopeGate(),
        new RepositoryGate(),
        new PathGate(),
        new KindGate(),
        new FieldGate(),
        new ValueGate(),
        new BlastRadiusGate(),
        new EnvironmentGate(),
        new RiskGate(),
        new WindowGate(),
        new FreezeGate(),
        new SyncWindowGate(),
        new RateGate(),
        new InFlightGate(),
        new BreakerGate(),
        new ProofGate(),
        new StandingGate(),
    ];

    /// <summary>Asks every gate.</summary>
    /// <param name="subject">What was looked up.</param>
    /// <param name="file">The guardrails in force; null where there are none.</param>
    /// <param name="logger">For what is a defect of a gate.</param>
    public static GuardrailResult Evaluate(GuardrailSubject subject, GuardrailFile? file, ILogger logger) => Evaluate(All, subject, file, logger);

    /// <summary>Asks some gates; of none comes a denial.</summary>
    public static GuardrailResult Evaluate(ImmutableArray<GuardrailGate> gates, GuardrailSubject subject, GuardrailFile? file, ILogger logger)
    {
        var question = new GuardrailQuestion(subject, file);
        return new GuardrailResult([.. gates.Select(gate => Ask(gate, question, logger))]);
    }

    private static GateResult Ask(GuardrailGate gate, GuardrailQuestion question, ILogger logger)
    {
        try
        {
            return gate.Judge(question);
        }
        catch (UnknownFactException unknown)
        {
            return new GateResult(gate.Name, GuardrailOutcome.Deny, unknown.Message) { IsUnclear = true };
        }
        catch (Exception defect)
        {
            Log.GateFailed(logger, defect, gate.Name);
            return new GateResult(gate.Name, GuardrailOutcome.Deny, $"The gate '{gate.Name}' itself failed ({defect.GetType().Name}), so it denies; AiSre's log has the details.") { IsUnclear = true };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The gate '{Gate}' of the guardrails failed.")]
        public static partial void GateFailed(ILogger logger, Exception exception, string gate);
    }
}
