using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>
/// What follows from what. A node is what symptoms of one key show; an edge leads from a node to the one that explains it, found through the
/// objects that its symptoms depend on (<see cref="Suspects"/>). Walking the edges to their end gives the deepest cause.
/// </summary>
internal sealed class CauseGraph
{
    private readonly Dictionary<string, CauseNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectRef, List<CauseNode>> _byObject = [];

    private CauseGraph()
    {
    }

    public static CauseGraph Build(IReadOnlyList<Symptom> symptoms, ObjectCache cache, IReadOnlyDictionary<string, string>? assigned)
    {
        var graph = new CauseGraph();
        var failingRegistries = symptoms
            .Where(symptom => symptom.PullFailure.IsRegistryWide())
            .Select(symptom => symptom.Parameters.GetValueOrDefault(SymptomParameters.Registry))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var symptom in symptoms)
        {
            graph.Add(CauseKeys.Of(symptom, failingRegistries, assigned?.GetValueOrDefault(symptom.Fingerprint)), symptom);
        }

        graph.Connect(new Suspects(cache));
        return graph;
    }

    /// <summary>Every cause with what follows from it.</summary>
    public IEnumerable<CauseTree> Roots()
    {
        var below = new Dictionary<CauseNode, List<(int Depth, CauseNode Node)>>();
        foreach (var node in _nodes.Values)
        {
            var (root, depth) = RootOf(node);
            if (!below.TryGetValue(root, out var list))
            {
                below.Add(root, list = []);
            }

            if (root != node)
            {
                list.Add((depth, node));
            }
        }

        return below.Select(pair => new CauseTree(
            pair.Key,
            [.. pair.Value.OrderBy(one => one.Depth).ThenBy(one => one.Node.Key, StringComparer.Ordinal).SelectMany(one => one.Node.Symptoms)]));
    }

    private void Add(string key, Symptom symptom)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            _nodes.Add(key, node = new CauseNode(key));
        }

        node.Add(symptom);
    }

    private void Connect(Suspects suspects)
    {
        foreach (var node in _nodes.Values)
        {
            foreach (var reference in node.Objects.Concat(node.Symptoms.Select(suspects.SharedBy).OfType<ObjectRef>().Distinct()))
            {
                if (!_byObject.TryGetValue(reference, out var list))
                {
                    _byObject.Add(reference, list = []);
                }

                list.Add(node);
            }
        }

        // The shallow ones first: they never stand in the way of a deeper one, and a circle is then closed at its deepest.
        foreach (var node in _nodes.Values.OrderBy(node => node.Rank).ThenByDescending(node => node.Since).ThenBy(node => node.Key, StringComparer.Ordinal))
        {
            node.Because = node.Symptoms
                .SelectMany(symptom => suspects.Of(symptom).SelectMany(suspect => Explaining(node, symptom, suspect)))
                .GroupBy(candidate => candidate.Node, (candidate, ways) => (Node: candidate, Strength: ways.Max(way => way.Strength)))
                .OrderByDescending(candidate => candidate.Strength)
                .ThenByDescending(candidate => candidate.Node.Rank)
                .ThenBy(candidate => candidate.Node.Since ?? DateTimeOffset.MaxValue)
                .ThenBy(candidate => candidate.Node.Key, StringComparer.Ordinal)
                .Select(candidate => candidate.Node)
                .FirstOrDefault(candidate => !Follows(candidate, node));
        }
    }

    private IEnumerable<(CauseNode Node, int Strength)> Explaining(CauseNode node, Symptom symptom, Suspect suspect) =>
        !_byObject.TryGetValue(suspect.Object, out var candidates) ? []
        : candidates
            .Where(candidate => candidate != node && candidate.Symptoms.Any(cause => suspect.Link.Explains(cause, symptom)))
            .Select(candidate => (candidate, suspect.Link.Strength));

    private static bool Follows(CauseNode node, CauseNode from)
    {
        for (CauseNode? next = node; next is not null; next = next.Because)
        {
            if (next == from)
            {
                return true;
            }
        }

        return false;
    }

    private static (CauseNode Root, int Depth) RootOf(CauseNode node)
    {
        var depth = 0;
        while (node.Because is { } because)
        {
            node = because;
            depth++;
        }

        return (node, depth);
    }
}
