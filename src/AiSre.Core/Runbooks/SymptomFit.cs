using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Runbooks;

/// <summary>What of a pattern one symptom has.</summary>
/// <param name="Holds">What holds, and the pattern that says so.</param>
/// <param name="Failed">The first that does not hold, as a clause; null when all of it does.</param>
/// <param name="IsUnknown">Whether that is because the symptom says nothing of it.</param>
internal sealed record SymptomFit(ImmutableArray<(string Text, Glob Glob)> Holds, string? Failed, bool IsUnknown = false)
{
    /// <summary>The symptoms that a pattern is about, as their facts and what was said of each. Without reasons that is the cause itself, and any symptom.</summary>
    public static IEnumerable<(ImmutableSortedDictionary<string, string> Facts, ImmutableArray<string> Words)> Candidates(SymptomPattern pattern, MatchSubject subject)
    {
        IEnumerable<(ImmutableSortedDictionary<string, string> Parameters, ImmutableArray<string> Words)> candidates = pattern.Reasons.IsEmpty
            ? subject.Symptoms.Select(Facts).Prepend((subject.Analysis.Parameters, []))
            : subject.Symptoms.Where(symptom => pattern.Reasons.Contains(symptom.Reason)).Select(Facts);

        // What the analysis says of the cause counts more than what one symptom says of itself.
        return candidates.Select(candidate => (candidate.Parameters.SetItems(subject.Analysis.Parameters), candidate.Words));
    }

    public static SymptomFit Of(SymptomPattern pattern, (ImmutableSortedDictionary<string, string> Facts, ImmutableArray<string> Words) candidate)
    {
        var holds = ImmutableArray.CreateBuilder<(string, Glob)>();
        foreach (var (name, globs) in pattern.Facts)
        {
            var known = candidate.Facts.TryGetValue(name, out var value);
            if (!known || ScopeFit.MostSpecific(globs, glob => glob.Matches(value!, name == SymptomParameters.Registry)) is not { } glob)
            {
                return new SymptomFit([], known ? $"the {Format.Words.Of(name)} is {value}, not {string.Join(" or ", globs)}" : $"no {Format.Words.Of(name)} is known, and {string.Join(" or ", globs)} is asked for", IsUnknown: !known);
            }

            holds.Add(($"the {Format.Words.Of(name)} is {value}", glob));
        }

        if (!pattern.Messages.IsEmpty)
        {
            if (pattern.Messages.FirstOrDefault(one => candidate.Words.Any(one.Matches)) is not { } message)
            {
                return new SymptomFit([], $"the message has nothing like {string.Join(" or ", pattern.Messages)}");
            }

            holds.Add(($"the message is like {message}", new Glob($"*{message.Text}*")));
        }

        return new SymptomFit(holds.ToImmutable(), null);
    }

    // A container that is started anew says only that; the event or the line of its log that tells why is what proves it.
    private static (ImmutableSortedDictionary<string, string> Parameters, ImmutableArray<string> Words) Facts(Symptom symptom) =>
        (symptom.Parameters, [symptom.Message, .. symptom.Proof.Select(proof => proof.Quote)]);
}
