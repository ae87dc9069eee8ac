namespace AiSre.Clusters.Objects;

public sealed record MutatingWebhookConfiguration() : KubeObject("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration")
{
    public IReadOnlyList<AdmissionWebhook> Webhooks { get; init => field = value.WithoutNulls(); } = [];
}
