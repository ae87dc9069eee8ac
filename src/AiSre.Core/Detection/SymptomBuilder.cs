using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Puts a symptom together, one fact after the other.</summary>
internal sealed class SymptomBuilder(SymptomReason reason, Severity severity, KubeObject value, ObjectRef workload)
{
    private readonly ImmutableSortedDictionary<string, string>.Builder _parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
    private readonly ImmutableArray<Citation>.Builder _proof = ImmutableArray.CreateBuilder<Citation>();
    private readonly ImmutableArray<ObjectRef>.Builder _pointsAt = ImmutableArray.CreateBuilder<ObjectRef>();
    private string _message = "";
    private Fault? _fault;
    private DateTimeOffset? _since = value.Metadata.CreationTimestamp;

    /// <summary>A symptom of an object that nothing owns.</summary>
    public SymptomBuilder(SymptomReason reason, Severity severity, KubeObject value)
        : this(reason, severity, value, value.Ref)
    {
    }

    /// <summary>What the cluster says, in its own words.</summary>
    public SymptomBuilder Says(string message)
    {
        _message = message.Trim();
        return this;
    }

    /// <summary>A fact; an empty one is left out.</summary>
    public SymptomBuilder With(string name, string? fact)
    {
        if (!string.IsNullOrEmpty(fact))
        {
            _parameters[name] = fact;
        }

        return this;
    }

    /// <summary>The cause, and the object at fault.</summary>
    public SymptomBuilder Blames(RootCause code, ObjectRef at, ObjectRef? shared = null)
    {
        _fault = new Fault(code, at, shared);
        return this;
    }

    /// <summary>Quotes an object, event or log; empty words are left out.</summary>
    public SymptomBuilder Quotes(string evidence, string words)
    {
        if (words.Trim().Length > 0 && !_proof.Any(known => known.Evidence == evidence && known.Quote == words))
        {
            _proof.Add(new Citation(evidence, words));
        }

        return this;
    }

    /// <summary>Quotes an event.</summary>
    public SymptomBuilder Quotes(Event? said) => said is null ? this : Quotes(said.Ref.Address, said.Text);

    /// <summary>Quotes one field of the object itself: <c>phase: Pending</c>.</summary>
    public SymptomBuilder QuotesField(string name, string text) => text.Length == 0 ? this : Quotes(value.Ref.Address, $"{name}: {text}");

    public SymptomBuilder PointsAt(params IEnumerable<ObjectRef> objects)
    {
        _pointsAt.AddRange(objects.Where(one => !_pointsAt.Contains(one)));
        return this;
    }

    public SymptomBuilder Since(DateTimeOffset? since)
    {
        _since = since ?? _since;
        return this;
    }

    public Symptom Build()
    {
        // Whatever else proves it, the message does, where the object or an event has it word for word.
        return new Symptom
        {
            Reason = reason,
            Severity = severity,
            Object = value.Ref,
            Workload = workload,
            Message = _message.Length > 0 ? _message : reason.ToString(),
            Parameters = _parameters.ToImmutable(),
            Fault = _fault,
            Proof = _proof.ToImmutable(),
            PointsAt = _pointsAt.ToImmutable(),
            Since = _since,
        };
    }
}
