using AiSre.Detection;

namespace AiSre.Tests.Detection;

public sealed class WorkloadAnalyzerTests
{
    [Fact]
    public void A_Deployment_past_its_deadline_is_stalled_and_lacks_replicas()
    {
        var symptoms = Scene.Of(Scene.Owners("checkout")).Symptoms;
        Assert.Equal(
            [(SymptomReason.ReplicasUnavailable, Severity.Error), (SymptomReason.RolloutStalled, Severity.Error)],
            symptoms.Select(symptom => (symptom.Reason, symptom.Severity)).OrderByDescending(entry => entry.Reason));
    }

    [Theory]
    [InlineData("generation: 2}", "generation: 3}")] // the status is of an older spec
    [InlineData("uid: d-checkout, generation", "deletionTimestamp: \"2026-03-01T11:59:00Z\", generation")]
    public void Its_healthy_twins_are_silent(string from, string to) =>
        Assert.Empty(Scene.Of(Scene.Owners("checkout").Replace(from, to, StringComparison.Ordinal)).Symptoms);

    [Fact]
    public void One_that_was_switched_off_on_purpose_opens_nothing()
    {
        var scene = Scene.Of(Scene.Owners("checkout").Replace("replicas: 2}", "replicas: 0}", StringComparison.Ordinal));
        var symptom = Assert.Single(scene.Symptoms);
        Assert.Equal((SymptomReason.ScaledToZero, Severity.Info), (symptom.Reason, symptom.Severity));
        Assert.Empty(scene.Groups);
    }

    [Theory]
    [InlineData("2026-03-01T11:55:00Z", Severity.Info)] // five of ten minutes
    [InlineData("2026-03-01T11:45:00Z", Severity.Error)] // longer than the deadline, though the controller has not said so
    public void Replicas_on_their_way_are_worth_knowing_only(string since, Severity severity)
    {
        var yaml = Scene.Owners("checkout")
            .Replace("""status: "False", reason: ProgressDeadlineExceeded""", $"""status: "True", lastUpdateTime: "{since}", reason: ReplicaSetUpdated""", StringComparison.Ordinal);
        var symptom = Assert.Single(Scene.Of(yaml).Symptoms);
        Assert.Equal((SymptomReason.ReplicasUnavailable, severity), (symptom.Reason, symptom.Severity));
    }

    [Theory]
    [InlineData("Healthy")]
    [InlineData("Progressing")]
    [InlineData("Suspended")]
    [InlineData("Missing")]
    public void Applications_of_other_health_are_silent(string health) => Assert.Empty(Scene.Of(Scene.Application("shop", health, "checkout")).Symptoms);

    [Fact]
    public void A_degraded_application_is_a_symptom() =>
        Assert.Equal(SymptomReason.ApplicationDegraded, Assert.Single(Scene.Of(Scene.Application("shop", "Degraded", "checkout")).Symptoms).Reason);

    [Theory]
    [InlineData("OutOfSync", true)]
    [InlineData("Synced", false)] // the failure is an old one
    public void A_failed_sync_counts_until_the_application_is_synced(string sync, bool counts)
    {
        var yaml = Scene.Application("shop", "Healthy").Replace(
            "sync: {status: Synced,", $"operationState: {{phase: Failed, message: one or more objects failed to apply}}\n  sync: {{status: {sync},", StringComparison.Ordinal);
        Assert.Equal(counts, Scene.Of(yaml).Symptoms.Any(symptom => symptom.Reason == SymptomReason.ApplicationSyncFailed));
    }

    [Theory]
    [InlineData("ComparisonError", SymptomReason.ApplicationComparisonFailed)]
    [InlineData("InvalidSpecError", SymptomReason.ApplicationInvalid)]
    public void What_Argo_CD_complains_of_is_a_symptom(string condition, SymptomReason reason)
    {
        var yaml = Scene.Application("shop", "Healthy").Replace("status:\n", $"status:\n  conditions: [{{type: {condition}, message: app path does not exist}}]\n", StringComparison.Ordinal);
        Assert.Equal(reason, Assert.Single(Scene.Of(yaml).Symptoms).Reason);
    }
}
