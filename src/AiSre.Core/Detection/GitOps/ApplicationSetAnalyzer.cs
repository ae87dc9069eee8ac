using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>ApplicationSets that cannot generate their applications.</summary>
internal sealed class ApplicationSetAnalyzer : Analyzer<ApplicationSet>
{
    protected override IEnumerable<Symptom> Analyze(ApplicationSet value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Status.Conditions.OfType("ErrorOccurred") is { IsTrue: true } error)
        {
            var code = error.Reason switch
            {
                "RenderTemplateParamsError" => RootCause.ArgoManifestGenerationFailed,
                "ApplicationValidationError" => RootCause.ArgoInvalidSpec,
                _ => ApplicationWords.OfComparison(error.Message) is RootCause.ArgoManifestGenerationFailed ? RootCause.ArgoInvalidSpec : ApplicationWords.OfComparison(error.Message),
            };
            yield return new SymptomBuilder(SymptomReason.ApplicationSetFailed, Severity.Error, value)
                .Says(error.Message.Length > 0 ? error.Message : error.Reason)
                .Since(error.LastTransitionTime)
                .Blames(code, value.Ref)
                .Quotes(value.Ref.Address, error.Message)
                .QuotesField("reason", error.Reason)
                .Build();
        }
    }
}
