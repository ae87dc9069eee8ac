using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents;

/// <summary>The symptoms that show one and the same cause, by its key.</summary>
internal sealed class CauseNode(string key)
{
    private readonly List<Symptom> _symptoms = [];

    public string Key { get; } = key;

    public IReadOnlyList<Symptom> Symptoms => _symptoms;

    /// <summary>How near to a cause it is: the highest rank of its symptoms.</summary>
    public int Rank { get; private set; } = CauseRank.Told;

    /// <summary>The first of its symptoms; null when none says since when.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>What it follows from; null for a root.</summary>
    public CauseNode? Because { get; set; }

    /// <summary>The objects by which others point at it.</summary>
    public HashSet<ObjectRef> Objects { get; } = [];

    public void Add(Symptom symptom)
    {
        _symptoms.Add(symptom);
        Rank = Math.Max(Rank, CauseRank.Of(symptom));
        Since = Since is null || symptom.Since < Since ? symptom.Since : Since;
        Objects.Add(symptom.Object);
        Objects.Add(symptom.Workload);
        if (symptom.Fault is { } fault)
        {
            Objects.Add(fault.Object);
            Objects.Add(fault.Anchor);
        }
    }
}

/// <summary>One cause and everything that follows from it.</summary>
/// <param name="Root">The cause.</param>
/// <param name="Below">The symptoms that follow, the nearest first.</param>
internal sealed record CauseTree(CauseNode Root, IReadOnlyList<Symptom> Below)
{
    public IEnumerable<Symptom> All => Root.Symptoms.Concat(Below);
}
