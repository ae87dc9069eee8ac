using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What the Operator Lifecycle Manager reports in words of its own: catalogs, subscriptions, and groups that contradict each other.</summary>
/// <remarks>Words: operators.coreos.com/v1alpha1 and olm.operatorframework.io/v1.</remarks>
internal sealed class OperatorAnalyzer : Analyzer<OtherObject>
{
    protected override IEnumerable<Symptom> Analyze(OtherObject value, ObjectCache cache, DateTimeOffset now) =>
        value.Metadata.DeletionTimestamp is not null ? [] : (value.Ref.Group, value.Kind) switch
        {
            ("operators.coreos.com", "CatalogSource") => Catalog(value),
            ("operators.coreos.com", "Subscription") => Subscription(value),
            ("operators.coreos.com", "OperatorGroup") when cache.In<OtherObject>(value.Metadata.Namespace).Count(other => other.Kind == "OperatorGroup") > 1 =>
                [Of(value, "the namespace has more than one OperatorGroup, so no operator in it is installed").QuotesField("name", value.Metadata.Name).Build()],
            ("operators.coreos.com", "InstallPlan" or "ClusterServiceVersion") when value.Status.Phase is not ("" or "Complete" or "Succeeded" or "Failed") =>
                [Advice(value, $"the phase is {value.Status.Phase}").QuotesField("phase", value.Status.Phase).Build()],
            ("olm.operatorframework.io", "ClusterCatalog") => ClusterCatalog(value),
            ("olm.operatorframework.io", "ClusterExtension") => ClusterExtension(value),
            _ => [],
        };

    private static IEnumerable<Symptom> Catalog(OtherObject value)
    {
        if (value.Status.ConnectionState is { LastObservedState: { Length: > 0 } state } && state != "READY")
        {
            yield return Of(value, $"the catalog is not ready: {state}").QuotesField("lastObservedState", state).Build();
        }
    }

    private static IEnumerable<Symptom> Subscription(OtherObject value)
    {
        if (value.Status.State is "UpgradePending" or "UpgradeFailed" or "UpgradeAvailable")
        {
            var words = value.Status.Conditions.FirstOrDefault(one => one.Message.Length > 0)?.Message ?? "";
            yield return Of(value, words.Length > 0 ? words : $"the subscription is not at the latest version: {value.Status.State}").Quotes(value.Ref.Address, words).QuotesField("state", value.Status.State).Build();
        }
        else if (value.Status.State.Length == 0)
        {
            yield return Advice(value, "the subscription has not been resolved").QuotesField("name", value.Metadata.Name).Build();
        }
    }

    private static IEnumerable<Symptom> ClusterCatalog(OtherObject value)
    {
        if (value.Status.Conditions.OfType("Serving") is { IsFalse: true } notServing)
        {
            yield return Of(value, notServing.Message.Length > 0 ? notServing.Message : notServing.Reason).QuotesField("reason", notServing.Reason).Build();
        }

        if (value.Spec.Text("source", "image", "ref") is var image && (image.Length == 0 || !ImageReference.TryParse(image, out _)))
        {
            yield return Advice(value, "the catalog names no valid image").With(SymptomParameters.Target, "image").QuotesField(image.Length > 0 ? "ref" : "name", image.Length > 0 ? image : value.Metadata.Name).Build();
        }
    }

    private static IEnumerable<Symptom> ClusterExtension(OtherObject value)
    {
        var (type, policy) = (value.Spec.Text("source", "sourceType"), value.Spec.Text("source", "catalog", "upgradeConstraintPolicy"));
        if (type is not ("" or "Catalog") || policy is not ("" or "CatalogProvided" or "SelfCertified"))
        {
            yield return Advice(value, $"the source is invalid: {type} {policy}").With(SymptomParameters.Target, "source").QuotesField("sourceType", type).QuotesField("upgradeConstraintPolicy", policy).Build();
        }
    }

    private static SymptomBuilder Of(OtherObject value, string message) => new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value).Says(message);

    private static SymptomBuilder Advice(OtherObject value, string message) => new SymptomBuilder(SymptomReason.Advice, Severity.Info, value).Says(message);
}
