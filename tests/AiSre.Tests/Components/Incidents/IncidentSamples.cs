using AiSre.Clusters.Objects;
using AiSre.Components.Incidents.Details;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;

namespace AiSre.Tests.Components.Incidents;

/// <summary>One incident that waits for a decision; tests change what they are about.</summary>
internal static class IncidentSamples
{
    public static readonly DateTimeOffset Opened = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly ObjectRef Checkout = new("apps/v1", "Deployment", "shop", "checkout");

    public static readonly ObjectRef Pod = new("v1", "Pod", "shop", "checkout-1");

    public static IncidentDetails Waiting { get; } = new()
    {
        Id = Guid.Parse("0198a000-0000-7000-8000-000000000001"),
        Number = 7,
        Title = "Images from registry-a.example cannot be pulled",
        Cluster = "playground",
        Severity = Severity.Error,
        State = IncidentState.AwaitingDecision,
        Workload = Checkout,
        OpenedAt = Opened,
        Causal = new(
            new()
            {
                Code = RootCause.RegistryUnavailable,
                Object = Checkout,
                Statement = "The registry refuses connections.",
                Chain = [new(Pod, "The pull fails.", [new("Event/shop/checkout-1.17a", "connection refused")])],
            },
            null, 0, null, Opened.AddSeconds(1)),
        Hurt = [new(Checkout, "argocd/shop", false, [new(Pod, SymptomReason.ImagePullFailed, "Back-off", Opened, null)])],
        Runbook = new("override-registry", 3, "Pull from registry B", "platform", "override the image registry a with b", "Version 3 fits.", 4, []),
        Proposal = new()
        {
            Title = "Pull from registry B",
            Repository = "github.com/acme/shop",
            BaseBranch = "main",
            BaseSha = new('a', 40),
            Branch = "aisre/incident-7",
            Applications = ["argocd/shop"],
            Files = [new("apps/checkout.yaml", "image: a/app:1\n", "image: b/app:1\n", ["image: a/app:1 → b/app:1"])],
            HeadSha = "1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            Fingerprint = new("1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "files", "evidence", "override-registry@3"),
            Number = 17,
            Url = "https://github.com/acme/shop/pull/17",
            State = PullRequestState.Open,
        },
        Timeline =
        [
            new(1, Opened, TimelineKind.Detected, "Pod shop/checkout-1 cannot pull its image.", "AiSre"),
            new(2, Opened.AddSeconds(2), TimelineKind.PullRequestOpened, "Pull request #17 was opened.", "AiSre"),
        ],
    };
}
