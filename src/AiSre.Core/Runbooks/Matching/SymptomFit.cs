using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Runbooks.Matching;

/// <summary>What of a pattern one symptom has.</summary>
/// <param name="Holds">What holds, the pattern that says so, and whether the words name the pattern themselves.</param>
/// <param name="Failed">The first that does not hold, as a clause; null when all of it does.</param>
/// <param name="IsUnknown">Whether that is because the symptom says nothing of it.</param>
internal sealed record SymptomFit(ImmutableArray<(string Text, Glob Glob, bool NamesIt)> Holds, string? Failed, bool IsUnknown = false)
{
    public static SymptomFit Of(SymptomPattern pattern, SymptomCandidate candidate)
    {
        var holds = ImmutableArray.CreateBuilder<(string, Glob, bool)>();
        foreach (var (name, globs) in pattern.Facts)
        {
            var known = candidate.Facts.TryGetValue(name, out var value);
            if (!known || ScopeFit.MostSpecific(globs, glob => glob.Matches(value!, name == SymptomParameters.Registry)) is not { } glob)
            {
                return new SymptomFit([], known ? $"the {Format.Words.Of(name)} is {value}, not {string.Join(" or ", globs)}" : $"no {Format.Words.Of(name)} is known, and {string.Join(" or ", globs)} is asked for", IsUnknown: !known);
            }

            holds.Add(($"the {Format.Words.Of(name)} is {value}", glob, false));
        }

        if (!pattern.Messages.IsEmpty)
        {
            if (pattern.Messages.FirstOrDefault(one => candidate.Words.Any(one.Matches)) is not { } message)
            {
                return new SymptomFit([], $"the message has nothing like {string.Join(" or ", pattern.Messages)}");
            }

            holds.Add(($"the message is like {message}", new Glob($"*{message.Text}*"), true));
        }

        return new SymptomFit(holds.ToImmutable(), null);
    }
}
