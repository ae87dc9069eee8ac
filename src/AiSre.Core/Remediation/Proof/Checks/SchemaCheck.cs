using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Schemas;

namespace AiSre.Remediation.Proof.Checks;

/// <summary>What is rendered has the structure that the cluster's own schema asks for.</summary>
internal sealed class SchemaCheck(ClusterConnections clusters) : ProposalCheck("Schema")
{
    private const int MostNamed = 5;

    public override async Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        var touched = facts.Applications.SelectMany(application => application.Touched).ToList();
        if (touched.Count == 0)
        {
            return [];
        }

        var (made, good) = (new List<ProofCheck>(), new List<string>());
        var cluster = clusters.Get(facts.Subject.Cluster);
        foreach (var (_, before, after) in touched)
        {
            try
            {
                if (await cluster.ReadSchemaAsync(after.Ref.ApiVersion, after.Ref.Kind, cancellationToken) is not { } schema)
                {
                    made.Add(IsDefined(facts, after)
                        ? Unproven($"Cluster {cluster.Name} does not serve {after.Ref.Kind} of {after.Ref.ApiVersion} yet, which the application itself defines, so the schema of {after.Ref} is not known.")
                        : Refuted($"Cluster {cluster.Name} does not serve {after.Ref.Kind} of {after.Ref.ApiVersion}, so {after.Ref} could not be applied."));
                }
                else if (Look(schema, before, after) is { } check)
                {
                    made.Add(check);
                }
                else
                {
                    good.Add(after.Ref.Address);
                }
            }
            catch (ProblemException problem) when (!problem.IsTransient)
            {
                made.Add(Unproven($"The cluster's schema could not be read, so whether {after.Ref} fits it is not known: {problem.Message}"));
            }
        }

        return good.Count == 0 ? made : [.. made, Proven($"{Named(good)}: only fields that cluster {cluster.Name} knows, with values of the right type.")];
    }

    private ProofCheck? Look(ObjectSchema schema, RenderedObject? before, RenderedObject after)
    {
        var problems = SchemaValidation.Problems(schema, after.Json);
        if (problems.Count == 0)
        {
            return null;
        }

        var brought = problems.Except(before is null ? [] : SchemaValidation.Problems(schema, before.Json)).ToList();
        return brought.Count > 0
            ? Refuted($"{after.Ref} would not fit the cluster's schema: {Named(brought)}.")
            : Unproven($"{after.Ref} does not fit the cluster's schema, before the change as after it: {Named(problems)}.");
    }

    private static bool IsDefined(ProofFacts facts, RenderedObject value) => facts.Applications.SelectMany(application => application.ObjectsAfter)
        .Any(one => one.Ref.Kind == "CustomResourceDefinition" && one.Json.Text("spec", "group") == value.Ref.Group && one.Json.Text("spec", "names", "kind") == value.Ref.Kind);

    private static string Named(IReadOnlyList<string> all) => string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
}
