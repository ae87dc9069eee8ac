using System.Globalization;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Tells whether a version meets a condition such as <c>&gt;=1.21-0</c>, as charts ask about Kubernetes.</summary>
/// <remarks>The common part of github.com/Masterminds/semver: comparisons, tilde and caret, with blanks or commas for "and" and two bars for "or".</remarks>
internal static class VersionConstraint
{
    /// <returns>Null when the condition or the version is not understood.</returns>
    public static bool? IsMet(string condition, string version)
    {
        if (Parse(version) is not { } actual)
        {
            return null;
        }

        var isMet = false;
        foreach (var choice in condition.Split("||", StringSplitOptions.TrimEntries))
        {
            var all = true;
            foreach (var part in choice.Replace(", ", " ", StringComparison.Ordinal).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                var digits = part.AsSpan().IndexOfAnyInRange('0', '9');
                var at = digits > 0 && part[digits - 1] == 'v' ? digits - 1 : digits;
                if (at < 0 || Parse(part[at..]) is not { } wanted || Compare(part[..at], actual, wanted, part[at..].Split('-')[0].Count(c => c == '.')) is not { } holds)
                {
                    return null;
                }

                all &= holds;
            }

            isMet |= all;
        }

        return isMet;
    }

    private static bool? Compare(string sign, Version actual, Version wanted, int dots) => sign switch
    {
        "" or "=" => actual == wanted,
        "!=" => actual != wanted,
        ">" => actual > wanted,
        "<" => actual < wanted,
        ">=" or "=>" => actual >= wanted,
        "<=" or "=<" => actual <= wanted,
        "~" => actual >= wanted && actual.Major == wanted.Major && (dots == 0 || actual.Minor == wanted.Minor),
        "^" => actual >= wanted && actual.Major == wanted.Major && (wanted.Major > 0 || actual.Minor == wanted.Minor),
        _ => null,
    };

    private static Version? Parse(string text)
    {
        var numbers = text.TrimStart('v').Split(['-', '+'])[0].Split('.');
        var parsed = new int[3];
        for (var index = 0; index < numbers.Length; index++)
        {
            if (index > 2 || !int.TryParse(numbers[index], NumberStyles.None, CultureInfo.InvariantCulture, out parsed[index]))
            {
                return null;
            }
        }

        return new Version(parsed[0], parsed[1], parsed[2]);
    }
}
