using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Validating webhooks without a server behind them.</summary>
internal sealed class ValidatingWebhookAnalyzer : Analyzer<ValidatingWebhookConfiguration>
{
    protected override IEnumerable<Symptom> Analyze(ValidatingWebhookConfiguration value, ObjectCache cache, DateTimeOffset now) =>
        WebhookBackends.Of(value, value.Webhooks, cache);
}

/// <summary>Mutating webhooks without a server behind them.</summary>
internal sealed class MutatingWebhookAnalyzer : Analyzer<MutatingWebhookConfiguration>
{
    protected override IEnumerable<Symptom> Analyze(MutatingWebhookConfiguration value, ObjectCache cache, DateTimeOffset now) =>
        WebhookBackends.Of(value, value.Webhooks, cache);
}

/// <summary>What the two have in common.</summary>
internal static class WebhookBackends
{
    public static IEnumerable<Symptom> Of(KubeObject value, IReadOnlyList<AdmissionWebhook> webhooks, ObjectCache cache)
    {
        foreach (var hook in webhooks)
        {
            if (hook.ClientConfig?.Service is not { Name.Length: > 0 } service)
            {
                continue;
            }

            var reference = new ObjectRef("v1", "Service", service.Namespace, service.Name);
            if (Problem(reference, cache) is { } problem)
            {
                yield return new SymptomBuilder(SymptomReason.WebhookWithoutBackend, hook.FailurePolicy == "Ignore" ? Severity.Info : Severity.Warning, value)
                    .Says($"webhook {hook.Name} calls Service {service.Namespace}/{service.Name}, {problem}")
                    .With(SymptomParameters.Target, hook.Name)
                    .With(SymptomParameters.Reference, $"{service.Namespace}/{service.Name}")
                    .Blames(RootCause.WebhookUnavailable, value.Ref)
                    .QuotesField("name", service.Name)
                    .QuotesField("name", hook.Name)
                    .PointsAt(reference)
                    .Build();
            }
        }
    }

    private static string? Problem(ObjectRef reference, ObjectCache cache)
    {
        if (cache.Find<Service>(reference) is not { } service)
        {
            return "which does not exist";
        }

        var pods = cache.In<Pod>(reference.Namespace).Where(pod => service.Spec.Selector.Count > 0 && service.Spec.Selector.IsSubsetOf(pod.Metadata.Labels)).ToList();
        var endpoints = ServiceEndpoints.Of(service, cache);
        return endpoints.Ready > 0 || pods.Exists(pod => ServiceAnalyzer.IsReady(pod) || pod.Status is { Phase: "Running", Conditions.Count: 0 }) || service.Spec.Selector.Count == 0
            ? null
            : pods.Count == 0 ? "which has no pods" : "none of whose pods is ready";
    }
}
