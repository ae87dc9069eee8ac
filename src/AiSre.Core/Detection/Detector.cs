using System.Collections.Frozen;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Runs every analyzer that reads an object's kind.</summary>
public sealed class Detector(IEnumerable<IAnalyzer> analyzers)
{
    private readonly FrozenDictionary<Type, IAnalyzer[]> byType =
        analyzers.GroupBy(analyzer => analyzer.Type).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>Finds what is wrong.</summary>
    public static Detector Default { get; } = new(DetectionModule.Analyzers);

    /// <summary>Finds what is wrong, and gives advice besides.</summary>
    public static Detector Thorough { get; } = new([.. DetectionModule.Analyzers, .. DetectionModule.Advice]);

    /// <summary>The symptoms that an object shows, one per fingerprint; none when it is not (or no longer) known.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="cache">The cluster as it is known.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<Symptom> Analyze(ObjectRef reference, ObjectCache cache, DateTimeOffset now) =>
        cache.Find(reference) is { } value ? Analyze(value, cache, now) : [];

    /// <summary>The symptoms of every object, in a stable order.</summary>
    public IReadOnlyList<Symptom> AnalyzeAll(ObjectCache cache, DateTimeOffset now) =>
        [.. cache.All()
            .SelectMany(value => Analyze(value, cache, now))
            .OrderBy(symptom => symptom.Object.Address, StringComparer.Ordinal)
            .ThenBy(symptom => symptom.Fingerprint, StringComparer.Ordinal)];

    private List<Symptom> Analyze(KubeObject value, ObjectCache cache, DateTimeOffset now) =>
        byType.TryGetValue(value.GetType(), out var mine)
            ? [.. mine.SelectMany(analyzer => analyzer.Analyze(value, cache, now)).DistinctBy(symptom => symptom.Fingerprint)]
            : [];
}
