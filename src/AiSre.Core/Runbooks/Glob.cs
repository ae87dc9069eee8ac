using System.IO.Enumeration;

namespace AiSre.Runbooks;

/// <summary>A pattern in which <c>*</c> stands for any characters and <c>?</c> for one. Case counts unless said otherwise.</summary>
/// <param name="Pattern">The pattern as written.</param>
public readonly record struct Glob(string Pattern)
{
    /// <summary>Whether the pattern names exactly one value.</summary>
    public bool IsExact => Pattern.AsSpan().IndexOfAny('*', '?') < 0;

    /// <summary>Whether the pattern says nothing, since everything matches.</summary>
    public bool IsEverything => Pattern.Length > 0 && Pattern.AsSpan().IndexOfAnyExcept('*') < 0;

    /// <summary>How many characters are given: of two patterns that match, the one with more is the more specific one.</summary>
    public int LiteralLength => Pattern.Count(c => c is not ('*' or '?'));

    /// <summary>Whether the value fits, in time linear in pattern times value.</summary>
    public bool Matches(string value, bool ignoreCase = false)
    {
        var compare = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var special = Pattern.AsSpan().IndexOfAny('*', '?', '\\');
        if (special < 0)
        {
            return string.Equals(Pattern, value, compare);
        }

        // One star is what people write as a rule, and thousands of runbooks are asked for each incident.
        return Pattern[special] == '*' && Pattern.AsSpan(special + 1).IndexOfAny('*', '?', '\\') < 0
            ? value.Length >= Pattern.Length - 1 && value.AsSpan().StartsWith(Pattern.AsSpan(0, special), compare) && value.AsSpan().EndsWith(Pattern.AsSpan(special + 1), compare)
            : IsExact
                ? string.Equals(Pattern, value, compare)
                : FileSystemName.MatchesSimpleExpression(Pattern, value, ignoreCase);
    }

    public override string ToString() => Pattern;
}
