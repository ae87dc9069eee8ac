using AiSre.Detection;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Proposals;

/// <summary>Which key or port of which object a symptom misses.</summary>
internal static class MissingParts
{
    /// <summary>Null when it misses something else.</summary>
    public static MissingPart? Of(Symptom symptom)
    {
        var (reference, target) = (symptom.Parameters.GetValueOrDefault(SymptomParameters.Reference), symptom.Parameters.GetValueOrDefault(SymptomParameters.Target));
        return symptom switch
        {
            _ when symptom.Parameters.GetValueOrDefault(SymptomParameters.Key) is { } key && reference is not null => new MissingPart(reference, key),
            { Reason: SymptomReason.ServicePortMismatch } when target is not null => new MissingPart(symptom.Object.Name, target),
            { Reason: SymptomReason.BackendMissing } when reference is not null && target?.StartsWith($"{reference}:", StringComparison.Ordinal) == true => new MissingPart(reference, target[(reference.Length + 1)..]),
            _ => null,
        };
    }
}
