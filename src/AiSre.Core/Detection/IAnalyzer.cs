using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Finds what is wrong with objects of one kind. Pure: the same values in give the same symptoms out; never throws.</summary>
public interface IAnalyzer
{
    /// <summary>The record of the kind that it reads.</summary>
    Type Type { get; }

    /// <param name="value">An object of <see cref="Type"/>.</param>
    /// <param name="cache">What else is in the cluster.</param>
    /// <param name="now">The present; for files the newest time in them.</param>
    IEnumerable<Symptom> Analyze(KubeObject value, ObjectCache cache, DateTimeOffset now);
}

/// <summary>An analyzer for one record.</summary>
public abstract class Analyzer<T> : IAnalyzer
    where T : KubeObject
{
    public Type Type => typeof(T);

    public IEnumerable<Symptom> Analyze(KubeObject value, ObjectCache cache, DateTimeOffset now) =>
        value is T typed ? Analyze(typed, cache, now) : [];

    /// <inheritdoc cref="IAnalyzer.Analyze"/>
    protected abstract IEnumerable<Symptom> Analyze(T value, ObjectCache cache, DateTimeOffset now);
}
