using AiSre.Clusters;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Proof.Checks;

/// <summary>The API server would take what is rendered. Made only where it is switched on, since it needs rights that could write.</summary>
internal sealed class DryRunCheck(ClusterConnections clusters, IOptions<ProofOptions> options) : ProposalCheck("Dry run")
{
    public override async Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        if (!options.Value.DryRun)
        {
            return [];
        }

        var (made, good) = (new List<ProofCheck>(), new List<string>());
        var cluster = clusters.Get(facts.Subject.Cluster);
        foreach (var (_, _, after) in facts.Applications.SelectMany(application => application.Touched))
        {
            if (after.Ref is { Kind: "Secret", Group: "" })
            {
                made.Add(Unproven($"{after.Ref} was not tried out: AiSre sends no Secrets to a cluster."));
                continue;
            }

            var answer = await cluster.DryRunAsync(after.Json, after.Ref.Namespace, cancellationToken);
            switch (answer.Outcome)
            {
                case DryRunOutcome.Accepted:
                    good.Add(after.Ref.Address);
                    break;
                case DryRunOutcome.Refused:
                    made.Add(Refuted($"Cluster {cluster.Name} would not take {after.Ref}: {answer.Reason.TrimEnd('.')}."));
                    break;
                case DryRunOutcome.NotAllowed:
                    made.Add(Unproven($"{after.Ref} could not be tried out: AiSre's account may not {answer.Reason} in cluster {cluster.Name}; grant that, or switch the dry run off (Proof__DryRun)."));
                    break;
                default:
                    made.Add(Unproven($"{after.Ref} could not be tried out in cluster {cluster.Name}: {answer.Reason.TrimEnd('.')}."));
                    break;
            }
        }

        return good.Count == 0 ? made : [.. made, Proven($"Cluster {cluster.Name} would take {string.Join(", ", good)} (server-side dry run, nothing was written).")];
    }
}
