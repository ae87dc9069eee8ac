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
            if (ServiceOf(hook, cache) is not { } reference)
            {
                continue;
            }

            if (Problem(reference, cache) is { } problem)
            {
                var isHarmless = hook.FailurePolicy == "Ignore" || (cache.All<Service>().Count == 0 && !cache.IsListed(ObjectKinds.Service));
                yield return new SymptomBuilder(SymptomReason.WebhookWithoutBackend, isHarmless ? Severity.Info : Severity.Warning, value)
                    .Says($"webhook {hook.Name} calls Service {reference.Namespace}/{reference.Name}, {problem}")
                    .With(SymptomParameters.Target, hook.Name)
                    .With(SymptomParameters.Reference, $"{reference.Namespace}/{reference.Name}")
                    .Blames(RootCause.WebhookUnavailable, value.Ref)
                    .QuotesField("name", reference.Name)
                    .QuotesField("name", hook.Name)
                    .PointsAt(reference)
                    .Build();
            }
        }
    }

    // Named as such, or by an address inside the cluster. What answers elsewhere cannot be seen from here.
    private static ObjectRef? ServiceOf(AdmissionWebhook hook, ObjectCache cache) =>
        hook.ClientConfig?.Service is { Name.Length: > 0 } service ? new ObjectRef("v1", "Service", service.Namespace, service.Name)
        : Uri.TryCreate(hook.ClientConfig?.Url, UriKind.Absolute, out var url) && url.Host.Contains(".svc", StringComparison.Ordinal) ? HostNames.ServiceOf(url.Host, null, cache)
        : null;

    private static string? Problem(ObjectRef reference, ObjectCache cache)
    {
        if (cache.Find<Service>(reference) is not { } service)
        {
            return "which does not exist";
        }

        var pods = cache.In<Pod>(reference.Namespace).Where(pod => service.Spec.Selector.Count > 0 && service.Spec.Selector.IsSubsetOf(pod.Metadata.Labels)).ToList();
        var endpoints = ServiceEndpoints.Of(service, cache);
        var isExcerpt = !endpoints.IsKnown && !cache.IsListed(ObjectKinds.Pod) && cache.All<Pod>().Count + cache.All<Deployment>().Count == 0;
        return isExcerpt || endpoints.Ready > 0 || pods.Exists(pod => ServiceAnalyzer.IsReady(pod) || pod.Status is { Phase: "Running", Conditions.Count: 0, ContainerStatuses.Count: 0 }) || service.Spec.Selector.Count == 0
            ? null
            : pods.Count == 0 ? "which has no pods" : "none of whose pods is ready";
    }
}
