using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>NetworkPolicies that select nothing; what one blocks shows on who cannot get through.</summary>
internal sealed class NetworkPolicyAnalyzer : Analyzer<NetworkPolicy>
{
    protected override IEnumerable<Symptom> Analyze(NetworkPolicy value, ObjectCache cache, DateTimeOffset now)
    {
        // One without a selector selects everything, which is nothing only in an empty namespace.
        if (value.Spec.PodSelector is { } selector && (selector.MatchLabels.Count > 0 || selector.MatchExpressions.Count > 0)
            && !cache.In<Pod>(value.Metadata.Namespace).Any(pod => Labels.Selects(selector, pod.Metadata.Labels)))
        {
            yield return new SymptomBuilder(SymptomReason.PolicySelectsNothing, Severity.Info, value)
                .Says("the NetworkPolicy selects no pod")
                .Blames(RootCause.NetworkPolicyBlocks, value.Ref)
                .QuotesField("name", value.Metadata.Name)
                .Build();
        }
    }
}
