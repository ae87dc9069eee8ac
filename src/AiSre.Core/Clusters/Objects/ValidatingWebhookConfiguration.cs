namespace AiSre.Clusters.Objects;

public sealed record ValidatingWebhookConfiguration() : KubeObject("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration")
{
    public IReadOnlyList<AdmissionWebhook> Webhooks { get; init => field = value.WithoutNulls(); } = [];
}
