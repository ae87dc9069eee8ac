using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Volumes that failed.</summary>
internal sealed class VolumeAnalyzer : Analyzer<PersistentVolume>
{
    protected override IEnumerable<Symptom> Analyze(PersistentVolume value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Status.Phase != "Failed")
        {
            yield break;
        }

        var message = value.Status.Message.Length > 0 ? value.Status.Message : "the volume failed";
        yield return new SymptomBuilder(SymptomReason.VolumeFailed, Severity.Warning, value)
            .Says(message)
            .Blames(RootCause.VolumeUnavailable, value.Ref)
            .Quotes(value.Ref.Address, value.Status.Message)
            .Quotes(cache.EventsOf(value).FirstOrDefault(said => said.Type == "Warning"))
            .QuotesField("phase", "Failed")
            .Build();
    }
}
