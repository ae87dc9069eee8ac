using AiSre.Clusters.History;
using AiSre.Detection;
using AiSre.Remediation.Origins;

namespace AiSre.Tests.Remediation.Origins;

public sealed class SuspectFieldsTests
{
    private const string App = "spec.template.spec.containers[app]";

    [Theory]
    [InlineData(RootCause.ImageNotFound, $"{App}.image|spec.replicas|metadata.labels[team]", $"{App}.image")]
    [InlineData(RootCause.RegistryUnavailable, "spec.replicas|metadata.labels[team]", "")]
    [InlineData(RootCause.OutOfMemoryKilled, $"{App}.resources.limits.memory|{App}.image", $"{App}.resources.limits.memory")]
    [InlineData(RootCause.OutOfMemoryKilled, $"{App}.image|metadata.labels[team]", $"{App}.image")]
    [InlineData(RootCause.ApplicationError, "spec.template.spec.volumes[a].name|spec.strategy.type", "spec.template.spec.volumes[a].name")]
    [InlineData(RootCause.LivenessProbeFailing, $"{App}.livenessProbe.httpGet.path|{App}.env[A].value", $"{App}.livenessProbe.httpGet.path")]
    [InlineData(RootCause.MissingConfigMapKey, $"{App}.env[A].valueFrom.configMapKeyRef.key|{App}.image", $"{App}.env[A].valueFrom.configMapKeyRef.key")]
    [InlineData(RootCause.InsufficientCpu, $"{App}.resources.requests.cpu|{App}.image", $"{App}.resources.requests.cpu")]
    [InlineData(RootCause.Unknown, $"{App}.image|metadata.labels[team]", $"{App}.image|metadata.labels[team]")]
    public void A_fault_is_explained_by_what_it_points_at(RootCause code, string changed, string suspects)
    {
        var changes = changed.Split('|').Select(path => new DatedChange(new FieldChange(path, "a", "b"), DateTimeOffset.UnixEpoch, null));

        Assert.Equal(suspects, string.Join('|', SuspectFields.Of(code, [.. changes]).Select(change => change.Field.Path)));
    }
}
