using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>ApplicationSets that cannot generate their applications.</summary>
/// <remarks>Conditions and reasons: argo-cd/pkg/apis/application/v1alpha1/applicationset_types.go.</remarks>
internal sealed class ApplicationSetAnalyzer : Analyzer<ApplicationSet>
{
    protected override IEnumerable<Symptom> Analyze(ApplicationSet value, ObjectCache cache, DateTimeOffset now)
    {
        var conditions = value.Status.Conditions;
        var error = conditions.OfType("ErrorOccurred") is { IsTrue: true } occurred ? occurred
            : conditions.FirstOrDefault(one => one is { IsFalse: true, Type: "ParametersGenerated" or "ResourcesUpToDate" } && one.Reason.Contains("Error", StringComparison.Ordinal));
        if (value.Metadata.DeletionTimestamp is null && error is not null)
        {
            yield return new SymptomBuilder(SymptomReason.ApplicationSetFailed, Severity.Error, value)
                .Says(error.Message.Length > 0 ? error.Message : error.Reason)
                .Since(error.LastTransitionTime)
                .Blames(CodeOf(error), value.Ref)
                .Quotes(value.Ref.Address, error.Message)
                .QuotesField("reason", error.Reason)
                .Build();
        }
    }

    private static RootCause CodeOf(Condition error) => error.Reason switch
    {
        "RenderTemplateParamsError" => RootCause.ArgoManifestGenerationFailed,
        "ApplicationValidationError" => RootCause.ArgoInvalidSpec,
        "CreateApplicationError" or "UpdateApplicationError" or "DeleteApplicationError" or "SyncApplicationError" => RootCause.ArgoSyncFailed,
        _ => ApplicationWords.OfComparison(error.Message) is var code and not RootCause.ArgoManifestGenerationFailed ? code : RootCause.ArgoInvalidSpec,
    };
}
