using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Aggregated APIs whose server does not answer.</summary>
internal sealed class ApiServiceAnalyzer : Analyzer<ApiService>
{
    protected override IEnumerable<Symptom> Analyze(ApiService value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Spec.Service is not { } service || value.Status.Conditions.OfType("Available") is not { IsFalse: true } condition)
        {
            yield break;
        }

        yield return new SymptomBuilder(SymptomReason.WebhookWithoutBackend, Severity.Warning, value)
            .Says(condition.Message)
            .Since(condition.LastTransitionTime)
            .Blames(RootCause.DependencyUnavailable, value.Ref)
            .Quotes(value.Ref.Address, condition.Message)
            .QuotesField("reason", condition.Reason)
            .PointsAt(new ObjectRef("v1", "Service", service.Namespace, service.Name))
            .Build();
    }
}
