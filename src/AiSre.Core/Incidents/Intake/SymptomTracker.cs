using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Incidents.Intake;

/// <summary>What one cluster shows at the moment, and since when it was seen. Not thread-safe: its cluster's loop owns it.</summary>
internal sealed class SymptomTracker
{
    private readonly Dictionary<ObjectRef, IReadOnlyList<Symptom>> _byObject = [];
    private readonly Dictionary<string, DateTimeOffset> _seenSince = new(StringComparer.Ordinal);

    /// <summary>Takes the result of a fresh look at one object; an empty list says that it is well or gone.</summary>
    /// <returns>Whether anything is different from the last look.</returns>
    public bool Observe(ObjectRef subject, IReadOnlyList<Symptom> symptoms, DateTimeOffset now)
    {
        var before = _byObject.GetValueOrDefault(subject, []);
        if (before.SequenceEqual(symptoms))
        {
            return false;
        }

        foreach (var gone in before.Select(symptom => symptom.Fingerprint).Except(symptoms.Select(symptom => symptom.Fingerprint)))
        {
            _seenSince.Remove(gone);
        }

        foreach (var symptom in symptoms)
        {
            _seenSince.TryAdd(symptom.Fingerprint, now);
        }

        if (symptoms.Count == 0)
        {
            _byObject.Remove(subject);
        }
        else
        {
            _byObject[subject] = symptoms;
        }

        return true;
    }

    /// <summary>Every object that shows something.</summary>
    public IReadOnlyCollection<ObjectRef> Objects => _byObject.Keys;

    /// <summary>The fingerprints of everything that shows, settled or not.</summary>
    public HashSet<string> Showing => [.. _seenSince.Keys];

    /// <summary>Everything that shows, settled or not.</summary>
    public IReadOnlyCollection<Symptom> All => [.. _byObject.Values.SelectMany(symptoms => symptoms)];

    /// <summary>What has held for its settle time. What is of severity info opens nothing, and may be why something else shows.</summary>
    public IReadOnlyList<Symptom> Settled(DateTimeOffset now) =>
        [.. _byObject.Values.SelectMany(symptoms => symptoms).Where(symptom => DueAt(symptom) <= now)];

    /// <summary>When the next symptom settles; null when none is on its way.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var due in Serious().Select(DueAt).Where(due => due > now))
        {
            next = next is null || due < next ? due : next;
        }

        return next;
    }

    private IEnumerable<Symptom> Serious() => _byObject.Values.SelectMany(symptoms => symptoms).Where(symptom => symptom.Severity != Severity.Info);

    private DateTimeOffset DueAt(Symptom symptom) => _seenSince[symptom.Fingerprint] + SettleTimes.For(symptom);
}
