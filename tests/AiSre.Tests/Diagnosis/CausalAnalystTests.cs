using AiSre.Detection;
using AiSre.Tests.Detection;

namespace AiSre.Tests.Diagnosis;

public sealed class CausalAnalystTests
{
    private const string Image = "registry.example:5000/shop/checkout:1.4";
    private const string TimedOut = """Back-off pulling image "registry.example:5000/shop/checkout:1.4": ErrImagePull: failed to do request: Head "https://registry.example:5000/v2/": dial tcp 10.0.0.1:5000: i/o timeout""";

    [Fact]
    public void The_chain_leads_from_the_registry_to_the_application_and_every_link_is_quoted()
    {
        var scene = Scene.Of(Scene.Waiting("checkout", Image, "ImagePullBackOff", TimedOut), Scene.Application("shop", "Degraded", "checkout"));
        var cause = Assert.Single(scene.Causes);

        Assert.Equal((RootCause.RegistryUnavailable, "Deployment/shop/checkout"), (cause.Code, cause.Object.Address));
        Assert.Equal(
            ["Registry/registry.example:5000", "Pod/shop/checkout-abc-1", "ReplicaSet/shop/checkout-abc", "Deployment/shop/checkout", "Application/argocd/shop"],
            cause.Chain.Select(link => link.Object.Address));
        Assert.All(cause.Chain, link => Assert.NotEmpty(link.Citations));
        Assert.All(cause.Chain.SelectMany(link => link.Citations), citation => Assert.True(scene.Evidence.Holds(citation), citation.Quote));
        Assert.Equal(
            $"Registry registry.example:5000 cannot be reached (dial tcp 10.0.0.1:5000: i/o timeout), so Deployment shop/checkout cannot pull image {Image}.",
            cause.Statement);
        Assert.Equal("registry.example:5000", cause.Parameters["registry"]);
        Assert.Empty(cause.Missing);
    }

    [Theory]
    [InlineData("manifest unknown", RootCause.ImageNotFound)]
    [InlineData("unauthorized: authentication required", RootCause.ImagePullUnauthorized)]
    [InlineData("toomanyrequests: You have reached your pull rate limit", RootCause.RegistryRateLimited)]
    [InlineData("invalid reference format", RootCause.InvalidImageName)]
    [InlineData("no match for platform in manifest", RootCause.ImagePlatformMismatch)]
    [InlineData("signature validation failed", RootCause.AdmissionDenied)]
    public void What_the_runtime_says_names_the_cause(string message, RootCause code)
    {
        var cause = Assert.Single(Scene.Of(Scene.Waiting("checkout", Image, "ErrImagePull", message)).Causes);
        Assert.Equal(code, cause.Code);
        Assert.Contains(Image, cause.Statement, StringComparison.Ordinal);
        Assert.Contains(cause.Chain.SelectMany(link => link.Citations), citation => citation.Quote == message);
    }

    [Fact]
    public void A_full_node_is_what_a_person_would_go_and_fix()
    {
        var yaml = Scene.Waiting("checkout", Image, "ErrImagePull", "no space left on device").Replace("spec: {containers:", "spec: {nodeName: worker-1, containers:", StringComparison.Ordinal);
        var cause = Assert.Single(Scene.Of(yaml).Causes);
        Assert.Equal((RootCause.NodeDiskPressure, "Node/worker-1"), (cause.Code, cause.Object.Address));
    }

    [Fact]
    public void Where_nobody_says_why_the_cause_is_unknown_and_what_is_missing_is_said()
    {
        var cause = Assert.Single(Scene.Of(Scene.Waiting("checkout", Image, "ImagePullBackOff", "")).Causes);
        Assert.Equal(RootCause.Unknown, cause.Code);
        Assert.Contains("Failed to pull image", Assert.Single(cause.Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_event_says_is_cited_from_the_event()
    {
        var scene = Scene.Of(
            Scene.Waiting("checkout", Image, "ImagePullBackOff", $"Back-off pulling image \"{Image}\""),
            Scene.Said("checkout", "Failed", "Failed to pull image: manifest unknown"));
        var cause = Assert.Single(scene.Causes);
        Assert.Contains(
            cause.Chain.SelectMany(link => link.Citations),
            citation => citation.Evidence.StartsWith("Event/shop/", StringComparison.Ordinal) && citation.Quote == "Failed to pull image: manifest unknown");
    }

    [Fact]
    public void Every_workload_that_a_registry_hurts_has_its_link()
    {
        var cause = Assert.Single(Scene.Of(
            Scene.Waiting("checkout", Image, "ImagePullBackOff", TimedOut),
            Scene.Waiting("search", "registry.example:5000/shop/search:2", "ImagePullBackOff", TimedOut)).Causes);
        Assert.Contains(cause.Chain, link => link.Object.Address == "Deployment/shop/search");
        Assert.Contains("and 1 other workload", cause.Statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ComparisonError", "rpc error: code = Unknown desc = Manifest generation error (cached): kustomize build failed", RootCause.ArgoManifestGenerationFailed)]
    [InlineData("ComparisonError", "rpc error: code = Unknown desc = failed to list refs: repository not found", RootCause.ArgoSourceUnavailable)]
    [InlineData("ComparisonError", "app path does not exist", RootCause.ArgoSourceUnavailable)]
    [InlineData("InvalidSpecError", "application destination can't have both name and server defined", RootCause.ArgoInvalidSpec)]
    public void Argo_CD_s_own_words_name_the_cause(string condition, string message, RootCause code)
    {
        var yaml = Scene.Application("shop", "Healthy").Replace("status:\n", $"status:\n  conditions: [{{type: {condition}, message: \"{message}\"}}]\n", StringComparison.Ordinal);
        var cause = Assert.Single(Scene.Of(yaml).Causes);
        Assert.Equal((code, "Application/argocd/shop"), (cause.Code, cause.Object.Address));
        Assert.Equal(message, cause.Chain[0].Citations[0].Quote);
    }

    [Fact]
    public void A_stalled_rollout_without_a_failing_pod_says_what_to_look_at()
    {
        var cause = Assert.Single(Scene.Of(Scene.Owners("checkout")).Causes);
        Assert.Equal(RootCause.RolloutStalled, cause.Code);
        Assert.NotEmpty(cause.Missing);
    }
}
