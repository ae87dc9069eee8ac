using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Causes that an analyzer has concluded: says them, proves them, and follows them to what they hurt.</summary>
internal sealed class FaultCause : ICauseRule
{
    private const int MostLinks = 25;
    private const int MostHurt = 3;

    public bool Explains(Symptom symptom) => symptom.Fault is not null and not { Code: RootCause.Unknown }
        && (symptom.Fault.Code != RootCause.RolloutStalled || symptom.Reason == SymptomReason.AlertFiring);

    public RootCauseAnalysis Explain(ImmutableArray<Symptom> symptoms, DiagnosisInput input)
    {
        var primary = Primary(symptoms);
        var fault = primary.Fault!;
        var objects = input.Evidence.Objects;
        var chain = new ChainBuilder(input.Evidence);
        chain.Add(fault.Object, Names.Sentence(CauseWords.Title(fault, primary)), Quotes(primary));

        // One symptom for each workload: its pods suffer alike.
        foreach (var symptom in symptoms.Prepend(primary).Concat(input.Symptoms).Concat(input.Consequences).DistinctBy(symptom => symptom.Workload).Take(MostLinks))
        {
            chain.Add(symptom.Object, $"{Names.WithKind(symptom.Object)}: {Names.Sentence(symptom.Message)}", Quotes(symptom));
        }

        if (objects.Find(primary.Object) is { } start)
        {
            chain.AddOwners(objects, start);
        }

        return new RootCauseAnalysis
        {
            Code = fault.Code,
            Object = fault.Object,
            Statement = Statement(fault, primary, symptoms, input),
            Chain = chain.ToChain(),
            Parameters = primary.Parameters,
            Missing = primary.Reason == SymptomReason.ContainerCrashing && fault.Code == RootCause.ApplicationError && !primary.Proof.Any(proof => proof.Evidence.StartsWith("log/", StringComparison.Ordinal))
                ? [$"the log of {Names.WithKind(primary.Object)}: its last lines say why it ends"] : [],
        };
    }

    // What most objects show, among what is nearest to the cause.
    private static Symptom Primary(ImmutableArray<Symptom> symptoms) => symptoms
        .GroupBy(symptom => (symptom.Fault!.Code, symptom.Fault.Object))
        .OrderByDescending(group => group.Max(RankOf))
        .ThenByDescending(group => group.Count())
        .ThenBy(group => group.Key.Code)
        .First()
        .OrderByDescending(symptom => symptom.Proof.Length)
        .First();

    private static int RankOf(Symptom symptom) => Incidents.CauseRank.Of(symptom);

    internal static IEnumerable<Citation> Quotes(Symptom symptom) => symptom.Proof.Append(new Citation(symptom.Object.Address, symptom.Message));

    private static string Statement(Fault fault, Symptom primary, ImmutableArray<Symptom> symptoms, DiagnosisInput input)
    {
        var title = CauseWords.Title(fault, primary);
        var words = title.Contains(primary.Message, StringComparison.OrdinalIgnoreCase) ? "" : $": {primary.Message.Trim().TrimEnd('.')}";
        var hurt = symptoms.Concat(input.Symptoms).Concat(input.Consequences).Select(symptom => symptom.Workload).Distinct().Where(one => one != fault.Object).ToList();
        var named = string.Join(", ", hurt.Take(MostHurt).Select(Names.WithKind));
        var rest = hurt.Count > MostHurt ? $" and {Names.Count(hurt.Count - MostHurt, "other object")}" : "";
        return $"{title}{words}.{(hurt.Count == 0 ? "" : $" It hurts {named}{rest}.")}";
    }
}
