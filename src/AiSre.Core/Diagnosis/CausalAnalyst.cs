using System.Collections.Immutable;

namespace AiSre.Diagnosis;

/// <summary>
/// Names the root cause by rules alone: no model, no clock, no I/O. Every link of the chain quotes evidence, checked by machine before it is
/// given away; where nobody says why, the cause is Unknown, with what is missing.
/// </summary>
public static class CausalAnalyst
{
    /// <summary>The rules, the surest first.</summary>
    private static readonly ImmutableArray<ICauseRule> Rules =
        [new ImagePullCause(), new FaultCause(), new RolloutCause(), new UnexplainedCause()];

    /// <summary>The root cause of symptoms that share one.</summary>
    /// <param name="input">The symptoms and the evidence.</param>
    public static RootCauseAnalysis Analyze(DiagnosisInput input)
    {
        foreach (var rule in Rules)
        {
            var mine = input.Symptoms.Where(symptom => rule.Explains(symptom)).ToImmutableArray();
            if (mine.Length > 0)
            {
                return rule.Explain(mine, input);
            }
        }

        throw new InvalidOperationException("The last rule explains every symptom.");
    }
}
