using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Volumes that nobody uses any more, or that are smaller than disks are made.</summary>
internal sealed class VolumeAdviceAnalyzer : Analyzer<PersistentVolume>
{
    protected override IEnumerable<Symptom> Analyze(PersistentVolume value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Status.Phase == "Released")
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says("the volume's claim is gone and the volume was kept").With(SymptomParameters.Target, "phase").QuotesField("phase", "Released").Build();
        }

        if (Small.Size(value.Spec.Capacity["storage"]) is { } size)
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says($"the volume has no more than {size}").With(SymptomParameters.Target, "size").QuotesField("storage", size).Build();
        }
    }
}

/// <summary>Claims that are smaller than disks are made, or leave their class to chance.</summary>
internal sealed class ClaimAdviceAnalyzer : Analyzer<PersistentVolumeClaim>
{
    protected override IEnumerable<Symptom> Analyze(PersistentVolumeClaim value, ObjectCache cache, DateTimeOffset now)
    {
        if (Small.Size(value.Spec.Resources.Requests["storage"]) is { } size)
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says($"the claim asks for no more than {size}").With(SymptomParameters.Target, "size").QuotesField("storage", size).Build();
        }

        if (value.Spec is { StorageClassName: null, VolumeName.Length: 0 })
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says("the claim names no StorageClass and gets whichever is the default").With(SymptomParameters.Target, "class").QuotesField("name", value.Metadata.Name).Build();
        }
    }
}

/// <summary>Classes whose volumes somebody makes by hand.</summary>
internal sealed class StorageClassAdviceAnalyzer : Analyzer<StorageClass>
{
    protected override IEnumerable<Symptom> Analyze(StorageClass value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Provisioner == "kubernetes.io/no-provisioner")
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says("volumes of the class are made by hand").With(SymptomParameters.Target, "provisioner").QuotesField("provisioner", value.Provisioner).Build();
        }
    }
}

/// <summary>Sizes below one gibibyte, which many providers round up.</summary>
file static class Small
{
    public static string? Size(string? quantity) =>
        quantity is not null && Quantity.TryParse(quantity, out var bytes) && bytes < 1024d * 1024 * 1024 ? quantity : null;
}
