using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>More than one default class: which one a claim gets is then the newest's.</summary>
internal sealed class StorageClassAnalyzer : Analyzer<StorageClass>
{
    protected override IEnumerable<Symptom> Analyze(StorageClass value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.Annotations[KeptAnnotations.DefaultStorageClass] == "true"
            && cache.All<StorageClass>().Count(one => one.Metadata.Annotations[KeptAnnotations.DefaultStorageClass] == "true") > 1)
        {
            yield return new SymptomBuilder(SymptomReason.Advice, Severity.Info, value)
                .Says("more than one StorageClass is marked as the default").QuotesField(KeptAnnotations.DefaultStorageClass, "true").Build();
        }
    }
}
