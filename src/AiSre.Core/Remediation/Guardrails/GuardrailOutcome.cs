namespace AiSre.Remediation.Guardrails;

/// <summary>What a guardrail says of a proposal, from lenient to strict: the strictest of all counts.</summary>
public enum GuardrailOutcome
{
    /// <summary>Nothing speaks against a merge without a person.</summary>
    Allow,

    /// <summary>A person decides.</summary>
    RequireApproval,

    /// <summary>AiSre does not merge it, whoever approves here. The pull request stays, and on GitHub its own rules hold.</summary>
    Deny,
}
