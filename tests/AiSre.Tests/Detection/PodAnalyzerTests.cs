using AiSre.Detection;

namespace AiSre.Tests.Detection;

public sealed class PodAnalyzerTests
{
    private const string Image = "registry.example:5000/shop/checkout:1.4";
    private const string TimedOut = """Back-off pulling image: ErrImagePull: dial tcp 10.0.0.1:5000: i/o timeout""";

    [Theory]
    [InlineData("ErrImagePull")]
    [InlineData("ImagePullBackOff")]
    [InlineData("InvalidImageName")]
    [InlineData("ErrImageNeverPull")]
    [InlineData("RegistryUnavailable")]
    [InlineData("ImageInspectError")]
    [InlineData("ErrInspectImage")]
    [InlineData("SignatureValidationFailed")]
    public void A_container_that_waits_for_its_image_is_a_symptom(string reason)
    {
        var symptom = Assert.Single(Pods(Scene.Waiting("checkout", Image, reason, "")));
        Assert.Equal((SymptomReason.ImagePullFailed, Severity.Error), (symptom.Reason, symptom.Severity));
        Assert.Equal("Pod/shop/checkout-abc-1", symptom.Object.Address);
        Assert.Equal("Deployment/shop/checkout", symptom.Workload.Address);
        Assert.Equal("app", symptom.Parameters[SymptomParameters.Container]);
    }

    [Theory]
    [InlineData("ContainerCreating")]
    [InlineData("PodInitializing")]
    public void A_container_that_is_being_made_is_none(string reason) => Assert.Empty(Pods(Scene.Waiting("checkout", Image, reason, "")));

    [Fact]
    public void A_running_twin_is_none() => Assert.Empty(Pods("""
        apiVersion: v1
        kind: Pod
        metadata: {name: checkout-abc-1, namespace: shop}
        spec: {containers: [{name: app, image: "registry.example:5000/shop/checkout:1.4"}]}
        status:
          phase: Running
          containerStatuses: [{name: app, ready: true, restartCount: 3, state: {running: {startedAt: "2026-03-01T11:00:00Z"}}, lastState: {terminated: {exitCode: 1}}}]
        """));

    [Fact]
    public void A_pod_that_is_being_deleted_is_none() => Assert.Empty(Pods(
        Scene.Waiting("checkout", Image, "ImagePullBackOff", TimedOut).Replace("uid: shop-", "deletionTimestamp: \"2026-03-01T11:59:00Z\"\n  uid: shop-", StringComparison.Ordinal)));

    [Fact]
    public void The_image_is_taken_apart()
    {
        var symptom = Assert.Single(Pods(Scene.Waiting("checkout", Image, "ImagePullBackOff", TimedOut)));
        Assert.Equal(Image, symptom.Parameters[SymptomParameters.Image]);
        Assert.Equal("registry.example:5000", symptom.Parameters[SymptomParameters.Registry]);
        Assert.Equal("shop/checkout", symptom.Parameters[SymptomParameters.Repository]);
        Assert.Equal("1.4", symptom.Parameters[SymptomParameters.Tag]);
        Assert.Equal("RegistryUnavailable", symptom.Parameters[SymptomParameters.PullFailure]);

        var short_ = Assert.Single(Pods(Scene.Waiting("web", "nginx", "ImagePullBackOff", TimedOut)));
        Assert.Equal(("docker.io", "library/nginx"), (short_.Parameters[SymptomParameters.Registry], short_.Parameters[SymptomParameters.Repository]));
        Assert.False(short_.Parameters.ContainsKey(SymptomParameters.Tag));
    }

    [Theory]
    [InlineData("initContainers", "initContainerStatuses", Severity.Error)]
    [InlineData("ephemeralContainers", "ephemeralContainerStatuses", Severity.Warning)]
    public void Init_and_ephemeral_containers_count_too(string list, string statuses, Severity severity)
    {
        var symptom = Assert.Single(Pods(Scene.Waiting("checkout", Image, "ImagePullBackOff", TimedOut)
            .Replace("{containers:", $"{{{list}:", StringComparison.Ordinal)
            .Replace("containerStatuses:", statuses + ":", StringComparison.Ordinal)));
        Assert.Equal(severity, symptom.Severity);
    }

    [Fact]
    public void The_event_says_why_when_the_container_does_not()
    {
        var symptom = Assert.Single(Pods(
            Scene.Waiting("checkout", Image, "ImagePullBackOff", $"Back-off pulling image \"{Image}\""),
            Scene.Said("checkout", "Failed", "Failed to pull image: manifest unknown", at: "2026-03-01T11:10:00Z"),
            Scene.Said("checkout", "Failed", "Failed to pull image: dial tcp: i/o timeout", at: "2026-03-01T11:50:00Z"),
            Scene.Said("checkout", "Failed", "Error: ErrImagePull", at: "2026-03-01T11:55:00Z")));
        Assert.Equal(PullFailure.RegistryUnavailable, symptom.PullFailure);
        Assert.Equal("Failed to pull image: dial tcp: i/o timeout", symptom.Message);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero), symptom.Since);
    }

    [Fact]
    public void What_was_said_of_an_earlier_pod_of_the_same_name_does_not_count()
    {
        var symptom = Assert.Single(Pods(
            Scene.Waiting("checkout", Image, "ImagePullBackOff", ""),
            Scene.Said("checkout", "Failed", "Failed to pull image: manifest unknown", uid: "another")));
        Assert.Equal(PullFailure.Unknown, symptom.PullFailure);
    }

    [Fact]
    public void The_fingerprint_does_not_change_with_the_message_or_the_reason_of_the_failure()
    {
        var before = Assert.Single(Pods(Scene.Waiting("checkout", Image, "ErrImagePull", "")));
        var after = Assert.Single(Pods(Scene.Waiting("checkout", Image, "ImagePullBackOff", TimedOut)));
        Assert.Equal(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public void The_Deployment_is_named_even_before_its_ReplicaSet_is_known()
    {
        var symptom = Assert.Single(Pods(Scene.Waiting("checkout", Image, "ErrImagePull", "", withOwners: false)));
        Assert.Equal("Deployment/shop/checkout", symptom.Workload.Address);
    }

    private static IEnumerable<Symptom> Pods(params string[] yaml) =>
        Scene.Of(yaml).Symptoms.Where(symptom => symptom.Object.Kind == "Pod");
}
