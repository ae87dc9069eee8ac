using AiSre.Remediation.Guardrails;

namespace AiSre.Cli.Guardrails;

/// <summary>How <c>aisre guardrail explain</c> ends. 1 is a problem, such as a database that does not answer.</summary>
internal static class ExitCodes
{
    public const int RequireApproval = 3;
    public const int Deny = 4;

    public static int Of(GuardrailOutcome outcome) => outcome switch
    {
        GuardrailOutcome.Allow => 0,
        GuardrailOutcome.RequireApproval => RequireApproval,
        _ => Deny,
    };
}
