using AiSre.Detection;

namespace AiSre.Tests.Detection.Health;

public sealed class ObjectHealthTests
{
    [Theory]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, generation: 2}, spec: {replicas: 1}, status: {observedGeneration: 1}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 0}}", HealthStatus.Healthy)]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 1}, status: {replicas: 2, updatedReplicas: 1, availableReplicas: 1}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a}, spec: {replicas: 1}, status: {conditions: [{type: ReplicaFailure, status: 'True', message: exceeded quota}]}}", HealthStatus.Degraded)]
    [InlineData("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a}, spec: {replicas: 1}, status: {availableReplicas: 1}}", HealthStatus.Healthy)]
    [InlineData("{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, status: {observedGeneration: 1, readyReplicas: 3, updatedReplicas: 1}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, status: {observedGeneration: 1, readyReplicas: 3, updatedReplicas: 2}}", HealthStatus.Healthy)]
    [InlineData("{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {replicas: 1}, status: {observedGeneration: 1, readyReplicas: 1, currentRevision: a-1, updateRevision: a-2}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}, status: {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, status: {phase: Lost}}", HealthStatus.Degraded)]
    [InlineData("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, status: {phase: Pending}}", HealthStatus.Healthy)]
    [InlineData("{apiVersion: autoscaling/v2beta2, kind: HorizontalPodAutoscaler, metadata: {name: a}, status: {conditions: [{type: AbleToScale, status: 'True'}]}}", HealthStatus.Healthy)]
    [InlineData("{apiVersion: autoscaling/v2beta1, kind: HorizontalPodAutoscaler, metadata: {name: a}, status: {conditions: [{type: ScalingActive, status: 'False', reason: ScalingDisabled}]}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: a}, status: {phase: Error}}", HealthStatus.Degraded)]
    [InlineData("{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: a}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a, deletionTimestamp: '2026-03-01T11:00:00Z'}}", HealthStatus.Progressing)]
    [InlineData("{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {suspend: true}}", null)]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", null)]
    public void An_object_is_as_well_as_Argo_CD_says(string yaml, HealthStatus? health) =>
        Assert.Equal(health, ObjectHealth.Of(Assert.Single(Scene.Of(yaml).Objects.All()))?.Status);

    [Fact]
    public void A_failed_pod_says_why() => Assert.Equal(
        new ObjectHealth(HealthStatus.Degraded, "container \"app\" failed with exit code 3"),
        ObjectHealth.Of(Assert.Single(Scene.Of(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {restartPolicy: Never}, status: {phase: Failed, containerStatuses: [{name: app, state: {terminated: {exitCode: 3, reason: Error}}}]}}").Objects.All())));
}
