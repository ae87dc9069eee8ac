using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Explains one family of symptoms.</summary>
internal interface ICauseRule
{
    bool Explains(Symptom symptom);

    /// <param name="symptoms">The symptoms of the family, longest-standing first; at least one.</param>
    /// <param name="input">Everything else.</param>
    RootCauseAnalysis Explain(ImmutableArray<Symptom> symptoms, DiagnosisInput input);
}
