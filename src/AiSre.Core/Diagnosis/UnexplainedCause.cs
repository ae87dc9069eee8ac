using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Symptoms for which nobody says why: the cause is Unknown, with what would have to be known.</summary>
internal sealed class UnexplainedCause : ICauseRule
{
    public bool Explains(Symptom symptom) => true;

    public RootCauseAnalysis Explain(ImmutableArray<Symptom> symptoms, DiagnosisInput input)
    {
        var first = symptoms[0];
        var chain = new ChainBuilder(input.Evidence);
        foreach (var symptom in symptoms)
        {
            chain.Add(symptom.Object, $"{Names.WithKind(symptom.Object)}: {Names.Sentence(symptom.Message)}", FaultCause.Quotes(symptom));
        }

        if (input.Evidence.Objects.Find(first.Object) is { } start)
        {
            chain.AddOwners(input.Evidence.Objects, start);
        }

        return new RootCauseAnalysis
        {
            Code = RootCause.Unknown,
            Object = first.Workload,
            Statement = $"{Names.WithKind(first.Object)} shows {Words(first)}, and nothing that was kept says why: {Names.Sentence(first.Message)}",
            Chain = chain.ToChain(),
            Parameters = first.Parameters,
            Missing = [Missing(first)],
        };
    }

    private static string Words(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.ContainerCrashing => "a container that keeps ending",
        SymptomReason.PodNotReady or SymptomReason.ProbeFailing => "a container that is not ready",
        SymptomReason.ContainerCannotStart => "a container that cannot start",
        SymptomReason.PodUnschedulable => "that no node takes it",
        SymptomReason.PodsNotCreated => "that its pods cannot be created",
        SymptomReason.AlertFiring => "nothing but an alert",
        _ => "trouble",
    };

    private static string Missing(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.ContainerCrashing or SymptomReason.PodNotReady or SymptomReason.ProbeFailing => $"the log of container {symptom.Parameters.GetValueOrDefault(SymptomParameters.Container)} of {Names.WithKind(symptom.Object)}, and the events about the pod",
        SymptomReason.PodUnschedulable => $"the scheduler's words about {Names.WithKind(symptom.Object)}",
        _ => $"the events about {Names.WithKind(symptom.Object)}",
    };
}
