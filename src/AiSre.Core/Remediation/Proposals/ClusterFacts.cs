using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Proposals;

/// <summary>Asks the cluster for what a solution's operations need to know beyond the workload: names that there are, and a few objects.</summary>
internal sealed class ClusterFacts(IObjectReads cluster)
{
    /// <summary>A StatefulSet may have hundreds of claims; where this many do not decide, a person has to look.</summary>
    private const int MostObjects = 50;

    private readonly Dictionary<(string Kind, string Namespace), ImmutableArray<string>> _names = [];

    /// <summary>The same targets with what was found.</summary>
    /// <exception cref="ProblemException">The cluster cannot be reached, refuses, or has too much to look at.</exception>
    public async Task<ImmutableArray<SolutionTarget>> AddAsync(Solution solution, ImmutableArray<SolutionTarget> targets, CancellationToken cancellationToken)
    {
        var operations = solution.Operations.OfType<FieldOperation>().ToList();
        var known = ImmutableArray.CreateBuilder<SolutionTarget>();
        foreach (var target in targets)
        {
            var space = target.Workload.Namespace ?? "";
            var names = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
            foreach (var (version, kind) in operations.SelectMany(operation => operation.Names).Distinct())
            {
                names[kind] = await NamesAsync(version, kind, space, cancellationToken);
            }

            var others = ImmutableDictionary.CreateBuilder<string, JsonElement>();
            var reads = operations.SelectMany(operation => operation.Reads(target.Facts, kind => names.TryGetValue(kind, out var all) ? all : [])).Distinct().ToList();
            if (reads.Count > MostObjects)
            {
                throw new ProblemException($"The solution would have to look at {reads.Count} objects of {target.Workload.Address}, and AiSre looks at {MostObjects} at most; make the change by hand.");
            }

            foreach (var reference in reads)
            {
                if (await cluster.ReadObjectAsync(reference, cancellationToken) is { } json)
                {
                    using var document = JsonDocument.Parse(json);
                    others[reference.Address] = document.RootElement.Clone();
                }
            }

            known.Add(target with { Existing = names.ToImmutable(), Others = others.ToImmutable() });
        }

        return known.ToImmutable();
    }

    private async Task<ImmutableArray<string>> NamesAsync(string version, string kind, string space, CancellationToken cancellationToken) =>
        _names.TryGetValue((kind, space), out var known) ? known : _names[(kind, space)] = [.. await cluster.ReadNamesAsync(version, kind, space, cancellationToken)];
}
