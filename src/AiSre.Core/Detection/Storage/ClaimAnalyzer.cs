using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Claims that are not bound: no class, a provisioner that refuses, no volume that fits; or a volume that was lost.</summary>
/// <remarks>Wordings: the persistent volume controller (pkg/controller/volume/persistentvolume) and the CSI external-provisioner.</remarks>
internal sealed class ClaimAnalyzer : Analyzer<PersistentVolumeClaim>
{
    private static readonly TimeSpan ProvisioningMayTake = TimeSpan.FromMinutes(5);

    protected override IEnumerable<Symptom> Analyze(PersistentVolumeClaim value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        if (value.Status.Phase == "Lost")
        {
            yield return new SymptomBuilder(SymptomReason.ClaimNotBound, Severity.Error, value)
                .Says($"the claim lost its volume {value.Spec.VolumeName}")
                .Blames(RootCause.VolumeUnavailable, value.Ref)
                .With(SymptomParameters.Reference, value.Spec.VolumeName)
                .QuotesField("phase", "Lost")
                .Quotes(cache.EventsOf(value).FirstOrDefault(said => said.Reason == "ClaimLost"))
                .Build();
            yield break;
        }

        if (value.Status.Phase != "Pending")
        {
            if (ResizeFailure(value, cache, now) is { } failed)
            {
                yield return failed;
            }

            yield break;
        }

        yield return Pending(value, cache, now);
    }

    /// <summary>Whether a volume may still be on its way to the claim: it is young, and nobody has refused.</summary>
    internal static bool IsOnItsWay(PersistentVolumeClaim value, ObjectCache cache, DateTimeOffset now) =>
        value.Status.Phase == "Pending" && now - value.Metadata.CreationTimestamp < ProvisioningMayTake
        && !cache.EventsOf(value).Any(one => one is { Type: "Warning" } or { Reason: "FailedBinding" });

    private static Symptom Pending(PersistentVolumeClaim value, ObjectCache cache, DateTimeOffset now)
    {
        var said = cache.EventsOf(value).FirstOrDefault(one => one.Reason is "ProvisioningFailed" or "FailedBinding" or "VolumeMismatch" or "ProvisioningCleanupFailed")
            ?? cache.EventsOf(value).FirstOrDefault(one => one.Reason is "ExternalProvisioning" or "Provisioning" && now - (one.FirstSeen ?? value.Metadata.CreationTimestamp) > ProvisioningMayTake);
        var name = value.Spec.StorageClassName;
        var storage = string.IsNullOrEmpty(name) ? null : new ObjectRef("storage.k8s.io/v1", "StorageClass", null, name);
        var symptom = new SymptomBuilder(SymptomReason.ClaimNotBound, SeverityOf(value, said, storage, cache, now), value)
            .Says(said?.Text ?? "the claim is not bound to a volume")
            .Since(said?.FirstSeen)
            .Quotes(said)
            .QuotesField("phase", "Pending")
            .QuotesField("storageClassName", name ?? "")
            .With(SymptomParameters.Reference, name)
            .PointsAt(storage is null ? [] : [storage])
            .PointsAt(ProvisionersOf(value, cache));
        if (storage is not null && cache.Find<StorageClass>(storage) is null
            && (IsMissingClass(said, name!) || cache.All<StorageClass>().Count > 0 || cache.IsListed(ObjectKinds.StorageClass)) && value.Spec.VolumeName.Length == 0 && !HasVolumeOf(name!, cache))
        {
            symptom.Blames(RootCause.StorageClassNotFound, value.Ref, storage);
            if (said is null)
            {
                symptom.Says($"the claim names StorageClass {name}, which does not exist");
            }
        }
        else if (said?.Reason is "ProvisioningFailed" or "ExternalProvisioning" or "Provisioning")
        {
            symptom.Blames(RootCause.VolumeProvisioningFailed, value.Ref);
        }
        else if (name is null && said?.Text.Contains("no persistent volumes available", StringComparison.Ordinal) == true
            && cache.All<StorageClass>().All(one => !IsDefault(one)))
        {
            symptom.Blames(RootCause.StorageClassNotFound, value.Ref);
        }
        else if (said is not null || !WaitsForPod(value, cache))
        {
            symptom.Blames(RootCause.VolumeUnavailable, value.Ref);
        }

        return symptom.Build();
    }

    /// <remarks>Reasons: the CSI external-resizer and pkg/volume/util; conditions since 1.31: ControllerResizeError and NodeResizeError.</remarks>
    private static Symptom? ResizeFailure(PersistentVolumeClaim value, ObjectCache cache, DateTimeOffset now)
    {
        var condition = value.Status.Conditions.FirstOrDefault(one => one is { Type: "ControllerResizeError" or "NodeResizeError", IsTrue: true });
        var said = cache.EventsOf(value).FirstOrDefault(one => one.Reason is "VolumeResizeFailed" or "FileSystemResizeFailed" or "VolumeResizeSuccessful" or "FileSystemResizeSuccessful");
        if (condition is null && (said is not { Reason: "VolumeResizeFailed" or "FileSystemResizeFailed" } || now - (said.LastSeen ?? now) > TimeSpan.FromHours(1)))
        {
            return null;
        }

        return new SymptomBuilder(SymptomReason.VolumeFailed, Severity.Warning, value)
            .Says(condition?.Message is { Length: > 0 } words ? words : said?.Text ?? "the volume cannot be resized")
            .Since(condition?.LastTransitionTime ?? said?.FirstSeen)
            .Blames(RootCause.VolumeProvisioningFailed, value.Ref)
            .Quotes(value.Ref.Address, condition?.Message ?? "")
            .Quotes(said)
            .QuotesField("type", condition?.Type ?? "")
            .Build();
    }

    private static Severity SeverityOf(PersistentVolumeClaim value, Event? said, ObjectRef? storage, ObjectCache cache, DateTimeOffset now)
    {
        if (said is { Type: "Warning" } or { Reason: "FailedBinding" })
        {
            return Severity.Error;
        }

        // Bound by its first pod, which has not come yet.
        if (WaitsForPod(value, cache))
        {
            return Severity.Info;
        }

        var isMissing = storage is not null && cache.Find<StorageClass>(storage) is null && cache.All<StorageClass>().Count > 0;
        var isYoung = value.Metadata.CreationTimestamp is { } made && now - made < ProvisioningMayTake;
        return isMissing || !isYoung ? Severity.Warning : Severity.Info;
    }

    private static bool WaitsForPod(PersistentVolumeClaim value, ObjectCache cache)
    {
        var newest = cache.EventsOf(value) is [var last, ..] ? last : null;
        return newest is { Reason: "WaitForFirstConsumer" or "WaitForPodScheduled" }
            || cache.All<StorageClass>().Any(one => one.VolumeBindingMode == "WaitForFirstConsumer"
                && (one.Metadata.Name == value.Spec.StorageClassName || (value.Spec.StorageClassName is null && IsDefault(one)))
                && newest is null);
    }

    // A provisioner's workload is named after it as a rule: ebs.csi.aws.com is served by ebs-csi-controller, rancher.io/local-path by local-path-provisioner.
    private static IEnumerable<ObjectRef> ProvisionersOf(PersistentVolumeClaim value, ObjectCache cache)
    {
        var words = cache.All<StorageClass>().FirstOrDefault(one => value.Spec.StorageClassName is { } name ? one.Metadata.Name == name : IsDefault(one))?.Provisioner
            .Split('.', '/', '-').Where(word => word.Length > 1 && word is not ("csi" or "com" or "io" or "k8s" or "aws" or "org" or "storage" or "driver")).ToList() ?? [];
        return cache.All<Deployment>().Select(one => one.Ref).Concat(cache.All<StatefulSet>().Select(one => one.Ref)).Where(one =>
            (one.Name.Contains("csi", StringComparison.Ordinal) || one.Name.Contains("provisioner", StringComparison.Ordinal))
            && words.Exists(word => one.Name.Contains(word, StringComparison.Ordinal)));
    }

    private static bool IsDefault(StorageClass one) =>
        one.Metadata.Annotations[KeptAnnotations.DefaultStorageClass] == "true" || one.Metadata.Annotations[KeptAnnotations.BetaDefaultStorageClass] == "true";

    // The name of a class may also be no more than a label by which volumes made by hand are found.
    private static bool HasVolumeOf(string name, ObjectCache cache) => cache.All<PersistentVolume>().Any(volume => volume.Spec.StorageClassName == name);

    private static bool IsMissingClass(Event? said, string name) =>
        said?.Text.Contains($"\"{name}\" not found", StringComparison.Ordinal) == true;
}
