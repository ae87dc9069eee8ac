namespace AiSre.Remediation.Guardrails.Risk;

/// <summary>What may go wrong with a change, and how hard it is to take back.</summary>
public enum RiskLevel
{
    /// <summary>Few pods of one workload, taken back by a revert.</summary>
    Low,

    /// <summary>Others notice: traffic, configuration, images, many pods, several owners.</summary>
    Medium,

    /// <summary>A revert may not bring back what was. Never automatic.</summary>
    High,
}

/// <summary>What somebody, or a model, thinks of a change's risk. It raises the risk and never lowers it.</summary>
/// <param name="By">Whose opinion it is.</param>
/// <param name="Level">The risk.</param>
/// <param name="Sentence">Why.</param>
public sealed record RiskOpinion(string By, RiskLevel Level, string Sentence);
