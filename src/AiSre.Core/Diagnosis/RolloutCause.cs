using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Deployments that do not get on while none of their pods shows why.</summary>
internal sealed class RolloutCause : ICauseRule
{
    public bool Explains(Symptom symptom) => symptom.Reason is SymptomReason.RolloutStalled or SymptomReason.ReplicasUnavailable;

    public RootCauseAnalysis Explain(ImmutableArray<Symptom> symptoms, DiagnosisInput input)
    {
        var stalled = symptoms.FirstOrDefault(symptom => symptom.Reason == SymptomReason.RolloutStalled);
        var primary = stalled ?? symptoms[0];
        var chain = new ChainBuilder(input.Evidence);
        chain.Add(primary.Object, $"{Names.WithKind(primary.Object)}: {Names.Sentence(primary.Message)}", symptoms.Select(symptom => (symptom.Object, symptom.Message)));
        chain.AddApplications(input.Evidence.Objects, primary.Object);
        return new RootCauseAnalysis
        {
            Code = stalled is null ? RootCause.Unknown : RootCause.RolloutStalled,
            Object = primary.Object,
            Statement = stalled is null
                ? $"{Names.WithKind(primary.Object)} lacks available replicas, and none of its pods shows why."
                : $"The rollout of {Names.WithKind(primary.Object)} passed its progress deadline, and none of its pods shows why: {Names.Sentence(primary.Message)}",
            Chain = chain.ToChain(),
            Missing = [$"the pods of {Names.WithKind(primary.Object)}, their events and logs"],
        };
    }
}
