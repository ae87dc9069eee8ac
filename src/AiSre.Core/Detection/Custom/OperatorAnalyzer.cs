using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What the Operator Lifecycle Manager reports in words of its own: catalogs, subscriptions, and groups that contradict each other.</summary>
internal sealed class OperatorAnalyzer : Analyzer<OtherObject>
{
    protected override IEnumerable<Symptom> Analyze(OtherObject value, ObjectCache cache, DateTimeOffset now)
    {
        switch (value.Kind)
        {
            case "CatalogSource" when value.Status.ConnectionState is { LastObservedState: { Length: > 0 } state } && state != "READY":
                yield return Of(value, $"the catalog is not ready: {state}").QuotesField("lastObservedState", state).Build();
                break;
            case "Subscription" when value.Status.State is "UpgradePending" or "UpgradeFailed" or "UpgradeAvailable" && value.Status.Conditions.FirstOrDefault(one => one.Message.Length > 0) is { } condition:
                yield return Of(value, condition.Message).Quotes(value.Ref.Address, condition.Message).QuotesField("state", value.Status.State).Build();
                break;
            case "OperatorGroup" when cache.In<OtherObject>(value.Metadata.Namespace).Count(other => other.Kind == "OperatorGroup") > 1:
                yield return Of(value, "the namespace has more than one OperatorGroup, so no operator in it is installed").QuotesField("name", value.Metadata.Name).Build();
                break;
            case "ClusterCatalog" when value.Status.Conditions.OfType("Serving") is { IsFalse: true } notServing:
                yield return Of(value, notServing.Message.Length > 0 ? notServing.Message : notServing.Reason).QuotesField("reason", notServing.Reason).Build();
                break;
        }
    }

    private static SymptomBuilder Of(OtherObject value, string message) =>
        new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value).Says(message);
}
