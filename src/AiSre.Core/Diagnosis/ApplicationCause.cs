using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Applications for whose state Argo CD itself gives the reason.</summary>
internal sealed partial class ApplicationCause : ICauseRule
{
    public bool Explains(Symptom symptom) => symptom.Reason is
        SymptomReason.ApplicationInvalid or SymptomReason.ApplicationComparisonFailed
        or SymptomReason.ApplicationSyncFailed or SymptomReason.ApplicationDegraded;

    public RootCauseAnalysis Explain(ImmutableArray<Symptom> symptoms, DiagnosisInput input)
    {
        // The first of these that there is explains the others: what cannot be rendered cannot be synced.
        var primary = symptoms.MinBy(symptom => symptom.Reason switch
        {
            SymptomReason.ApplicationInvalid => 0,
            SymptomReason.ApplicationComparisonFailed => 1,
            SymptomReason.ApplicationSyncFailed => 2,
            _ => 3,
        })!;
        var code = CodeOf(primary);
        var chain = new ChainBuilder(input.Evidence);
        chain.Add(
            primary.Object,
            $"{Names.WithKind(primary.Object)}: {Names.Sentence(primary.Message)}",
            (primary.Object, primary.Message), (primary.Object, primary.Reason == SymptomReason.ApplicationDegraded ? "status: Degraded" : ""));
        chain.AddApplications(input.Evidence.Objects, primary.Object);
        return new RootCauseAnalysis
        {
            Code = code,
            Object = primary.Object,
            Statement = Statement(code, primary),
            Chain = chain.ToChain(),
            Missing = code == RootCause.Unknown ? ["which of its resources is degraded, and that resource's pods and events"] : [],
        };
    }

    private static RootCause CodeOf(Symptom symptom) => symptom.Reason switch
    {
        SymptomReason.ApplicationInvalid => RootCause.ArgoInvalidSpec,
        SymptomReason.ApplicationComparisonFailed when Source().IsMatch(symptom.Message) => RootCause.ArgoSourceUnavailable,
        SymptomReason.ApplicationComparisonFailed when Project().IsMatch(symptom.Message) => RootCause.ArgoInvalidSpec,
        SymptomReason.ApplicationComparisonFailed => RootCause.ArgoManifestGenerationFailed,
        SymptomReason.ApplicationSyncFailed when Hook().IsMatch(symptom.Message) => RootCause.ArgoHookFailed,
        SymptomReason.ApplicationSyncFailed => RootCause.ArgoSyncFailed,
        _ => RootCause.Unknown,
    };

    private static string Statement(RootCause code, Symptom symptom)
    {
        var application = Names.WithKind(symptom.Object);
        return code switch
        {
            RootCause.ArgoInvalidSpec => $"The spec of {application} is invalid: {Names.Sentence(symptom.Message)}",
            RootCause.ArgoSourceUnavailable => $"Argo CD cannot read the source of {application}: {Names.Sentence(symptom.Message)}",
            RootCause.ArgoManifestGenerationFailed => $"Argo CD cannot render the manifests of {application}: {Names.Sentence(symptom.Message)}",
            RootCause.ArgoHookFailed => $"A hook of {application} failed: {Names.Sentence(symptom.Message)}",
            RootCause.ArgoSyncFailed => $"Argo CD cannot apply {application}: {Names.Sentence(symptom.Message)}",
            _ => $"{application} is degraded, and nothing that was kept says why.",
        };
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // The wordings of Argo CD's repo server, go-git and the Helm client for what cannot be fetched.
    [GeneratedRegex(@"repository not found|authentication required|failed to list refs|unable to (?:resolve|checkout|ls-remote)|app path does not exist|unable to resolve .* to a commit|error fetching chart|failed to fetch chart|chart .* not found|couldn't find remote ref|could not read (?:username|from remote)|dial tcp|i/o timeout|connection refused|permission denied \(publickey|error testing repository connectivity", Options)]
    private static partial Regex Source();

    [GeneratedRegex(@"is not permitted in project|project .* (?:does not exist|not found)|application destination|there are no clusters with this name|cluster .* not found", Options)]
    private static partial Regex Project();

    [GeneratedRegex(@"\b(?:PreSync|PostSync|SyncFail|sync) hooks?\b|\bhook\b.*\bfailed\b", Options)]
    private static partial Regex Hook();
}
