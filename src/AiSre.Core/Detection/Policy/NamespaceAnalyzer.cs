using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Namespaces that are being deleted and do not go away.</summary>
/// <remarks>Conditions: pkg/controller/namespace/deletion/status_condition_utils.go.</remarks>
internal sealed class NamespaceAnalyzer : Analyzer<Namespace>
{
    private static readonly TimeSpan DeletionMayTake = TimeSpan.FromMinutes(15);

    protected override IEnumerable<Symptom> Analyze(Namespace value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not { } since || now - since < DeletionMayTake)
        {
            return [];
        }

        string[] telling = ["NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceDeletionContentFailure", "NamespaceFinalizersRemaining", "NamespaceContentRemaining"];
        var condition = telling.Select(value.Status.Conditions.OfType).FirstOrDefault(one => one is { IsTrue: true });
        return condition is null ? [] :
        [
            new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value)
                .Says(condition.Message)
                .Since(since)
                .Quotes(value.Ref.Address, condition.Message)
                .QuotesField("reason", condition.Reason)

                // An API whose server is away keeps every namespace from being emptied.
                .PointsAt(condition.Type != "NamespaceDeletionDiscoveryFailure" ? [] : cache.All<ApiService>().Where(api => condition.Message.Contains($"{api.Spec.Group}/{api.Spec.Version}", StringComparison.Ordinal)).Select(api => api.Ref))
                .Build(),
        ];
    }
}
