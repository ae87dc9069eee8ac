using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Quotas that are used up: they hurt only who is refused, who says so itself.</summary>
internal sealed class QuotaAnalyzer : Analyzer<ResourceQuota>
{
    /// <summary>The quotas of a namespace, any of which may be why a controller makes no more pods; whether one is used up, its own symptom tells.</summary>
    public static IEnumerable<ObjectRef> Of(string? @namespace, ObjectCache cache) => cache.In<ResourceQuota>(@namespace).Select(quota => quota.Ref);

    protected override IEnumerable<Symptom> Analyze(ResourceQuota value, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var (resource, hard) in value.Status.Hard)
        {
            if (value.Status.Used[resource] is { } used && Quantity.TryParse(hard, out var limit) && Quantity.TryParse(used, out var taken) && limit > 0 && taken >= limit)
            {
                yield return new SymptomBuilder(SymptomReason.QuotaUsedUp, Severity.Info, value)
                    .Says($"{resource}: {used} of {hard} are used")
                    .Blames(RootCause.QuotaExceeded, value.Ref)
                    .With(SymptomParameters.Target, resource)
                    .With(SymptomParameters.Resource, resource)
                    .QuotesField(resource, used)
                    .Build();
            }
        }
    }
}
