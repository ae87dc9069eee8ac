using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>
/// Names the root cause by rules alone: no model, no clock, no I/O. Every link of the chain quotes evidence, checked by machine before it is
/// given away; where nobody says why, the cause is Unknown, with what is missing.
/// </summary>
public static class CausalAnalyst
{
    /// <summary>The rules, the surest first.</summary>
    private static readonly ImmutableArray<ICauseRule> Rules =
        [new ImagePullCause(), new ApplicationCause(), new RolloutCause()];

    /// <summary>The root cause of symptoms that share one.</summary>
    /// <param name="input">The symptoms and the evidence.</param>
    public static RootCauseAnalysis Analyze(DiagnosisInput input)
    {
        foreach (var rule in Rules)
        {
            var mine = input.Symptoms.Where(symptom => rule.Explains(symptom.Reason)).ToImmutableArray();
            if (mine.Length > 0)
            {
                return rule.Explain(mine, input);
            }
        }

        var first = input.Symptoms[0];
        return new RootCauseAnalysis
        {
            Code = RootCause.Unknown,
            Object = first.Workload,
            Statement = $"{first.Object.Kind} {Names.Of(first.Object)} shows {first.Reason}, and no rule explains it: {first.Message}",
            Chain = [],
            Missing = [$"a rule for {first.Reason}"],
        };
    }
}
