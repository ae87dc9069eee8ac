using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Runbooks.Matching;

/// <summary>What an incident says of itself, made ready once for however many runbooks.</summary>
internal sealed class SubjectFacts
{
    private readonly ImmutableArray<(SymptomReason Reason, SymptomCandidate Candidate)> _symptoms;
    private readonly ImmutableArray<SymptomCandidate> _all;

    public SubjectFacts(MatchSubject subject)
    {
        Subject = subject;

        // What the analysis says of the cause counts more than what one symptom says of itself. A container that is started anew says only that;
        // the event or the line of its log that tells why is what proves it.
        _symptoms =
        [
            .. subject.Symptoms.Select(symptom => (
                symptom.Reason, new SymptomCandidate(symptom.Parameters.SetItems(subject.Analysis.Parameters), [symptom.Message, .. symptom.Proof.Select(proof => proof.Quote)]))),
        ];
        _all = [new SymptomCandidate(subject.Analysis.Parameters, []), .. _symptoms.Select(symptom => symptom.Candidate)];
    }

    public MatchSubject Subject { get; }

    /// <summary>The names of the containers of a workload that symptoms are about.</summary>
    public IReadOnlyCollection<string> FailingContainers(ObjectRef workload) =>
    [
        .. Subject.Symptoms.Where(symptom => symptom.Workload == workload)
            .Select(symptom => symptom.Parameters.GetValueOrDefault(SymptomParameters.Container)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether any symptom that a pattern is about has its facts, without a word why: most of many runbooks fall out here.</summary>
    public bool HaveFactsOf(SymptomPattern pattern)
    {
        if (pattern.Reasons.IsEmpty)
        {
            foreach (var candidate in _all)
            {
                if (candidate.FitsFacts(pattern))
                {
                    return true;
                }
            }

            return false;
        }

        foreach (var (reason, candidate) in _symptoms)
        {
            if (pattern.Reasons.Contains(reason) && candidate.FitsFacts(pattern))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The symptoms that a pattern is about. Without reasons that is the cause itself, and any symptom.</summary>
    public IEnumerable<SymptomCandidate> Candidates(SymptomPattern pattern) =>
        pattern.Reasons.IsEmpty ? _all : _symptoms.Where(symptom => pattern.Reasons.Contains(symptom.Reason)).Select(symptom => symptom.Candidate);
}

/// <summary>What a pattern is held against.</summary>
/// <param name="Facts">By the names of <see cref="SymptomParameters"/>.</param>
/// <param name="Words">What was said.</param>
internal sealed record SymptomCandidate(ImmutableSortedDictionary<string, string> Facts, ImmutableArray<string> Words)
{
    /// <summary>Whether its facts are as the pattern says, without a word why; messages take longer and are looked at last.</summary>
    public bool FitsFacts(SymptomPattern pattern)
    {
        foreach (var (name, globs) in pattern.Facts)
        {
            if (!Facts.TryGetValue(name, out var value) || !Any(globs, value, name == SymptomParameters.Registry))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Any(ImmutableArray<Glob> globs, string value, bool ignoreCase)
    {
        foreach (var glob in globs)
        {
            if (glob.Matches(value, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
