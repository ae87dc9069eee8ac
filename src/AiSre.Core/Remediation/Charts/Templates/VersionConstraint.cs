using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Tells whether a version meets a condition such as <c>&gt;=1.21-0</c>, as charts ask about Kubernetes.</summary>
/// <remarks>Rules: https://github.com/Masterminds/semver (version 3): blanks or commas for "and", two bars for "or".</remarks>
internal static partial class VersionConstraint
{
    /// <returns>Null when the condition or the version is not understood.</returns>
    public static bool? IsMet(string condition, string version)
    {
        if (Whole().Match(version) is not { Success: true } match || SemanticVersion.Of(match) is not { } actual)
        {
            return null;
        }

        var isMet = false;
        foreach (var choice in condition.Split("||"))
        {
            var range = Range().Replace(choice, ">=$1 <=$2");
            if (!All().IsMatch(range))
            {
                return null;
            }

            var all = true;
            foreach (Match part in One().Matches(range))
            {
                if (SemanticVersion.Of(part) is not { } wanted)
                {
                    return null;
                }

                var sign = part.Groups["sign"].Value;
                all &= (actual.Prerelease.Length == 0 || wanted.Prerelease.Length > 0 || (sign == "!=" && wanted.Parts == 3)) && Holds(sign, actual, wanted);
            }

            isMet |= all;
        }

        return isMet;
    }

    private static bool Holds(string sign, SemanticVersion actual, SemanticVersion wanted) => sign switch
    {
        ">" => wanted.Parts switch
        {
            3 => actual.CompareTo(wanted) > 0,
            2 => actual.Major > wanted.Major || (actual.Major == wanted.Major && actual.Minor > wanted.Minor),
            _ => actual.Major > wanted.Major,
        },
        "<" => actual.CompareTo(wanted) < 0,
        ">=" or "=>" => actual.CompareTo(wanted) >= 0,
        "<=" or "=<" => wanted.Parts == 3 ? actual.CompareTo(wanted) <= 0 : actual.Major < wanted.Major || (actual.Major == wanted.Major && (wanted.Parts == 1 || actual.Minor <= wanted.Minor)) || (wanted.Parts == 0 && actual.Major == 0 && actual.Minor == 0),
        "!=" => wanted.Parts == 3 ? actual.CompareTo(wanted) != 0 : actual.Major != wanted.Major || (wanted.Parts == 2 && actual.Minor != wanted.Minor),
        "^" => actual.CompareTo(wanted) >= 0 && IsCompatible(actual, wanted),
        "~" or "~>" => IsNear(actual, wanted),
        _ => wanted.Parts == 3 ? actual.CompareTo(wanted) == 0 : IsNear(actual, wanted),
    };

    private static bool IsNear(SemanticVersion actual, SemanticVersion wanted) =>
        (wanted is { Major: 0, Minor: 0, Patch: 0, Parts: 0 or 3 } && actual.CompareTo(wanted) >= 0)
        || (actual.CompareTo(wanted) >= 0 && actual.Major == wanted.Major && (wanted.Parts == 1 || actual.Minor == wanted.Minor));

    private static bool IsCompatible(SemanticVersion actual, SemanticVersion wanted) => actual.Major == wanted.Major
        && (wanted.Major > 0 || wanted.Parts <= 1 || (actual.Minor == wanted.Minor && (wanted.Minor > 0 || wanted.Parts == 2 || actual.Patch == wanted.Patch)));

    private const string Version = @"v?(?<major>[0-9]+|[xX*])(?:\.(?<minor>[0-9]+|[xX*]))?(?:\.(?<patch>[0-9]+|[xX*]))?(?:-(?<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?";
    private const string Signed = @"(?<sign>!=|>=|=>|<=|=<|~>|[=<>~^]|)\s*" + Version;

    [GeneratedRegex(@"\A" + Version + @"\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A\s*" + Signed + @"(?:(?:\s*,\s*|\s+)" + Signed + @")*\s*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex All();

    [GeneratedRegex(Signed, RegexOptions.ExplicitCapture)]
    private static partial Regex One();

    [GeneratedRegex(@"(v?[0-9][^\s,]*)\s+-\s+(v?[0-9][^\s,]*)")]
    private static partial Regex Range();
}

/// <summary>A version, or the beginning of one.</summary>
/// <param name="Parts">How many of the three numbers are written.</param>
internal sealed record SemanticVersion(long Major, long Minor, long Patch, string Prerelease, int Parts) : IComparable<SemanticVersion>
{
    /// <summary>The version that was matched by its parts; null when a number is too large.</summary>
    public static SemanticVersion? Of(Match match)
    {
        var numbers = new long[3];
        var parts = 0;
        foreach (var name in (string[])["major", "minor", "patch"])
        {
            var text = match.Groups[name].Value;
            if (text is "" or "x" or "X" or "*")
            {
                break;
            }

            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[parts++]))
            {
                return null;
            }
        }

        return new SemanticVersion(numbers[0], numbers[1], numbers[2], match.Groups["pre"].Value, parts);
    }

    public int CompareTo(SemanticVersion? other)
    {
        var order = (Major, Minor, Patch).CompareTo((other!.Major, other.Minor, other.Patch));
        return order != 0 ? order
            : Prerelease.Length == 0 || other.Prerelease.Length == 0 ? other.Prerelease.Length.CompareTo(Prerelease.Length)
            : ComparePrereleases(Prerelease.Split('.'), other.Prerelease.Split('.'));
    }

    // Numbers are weaker than words, and fewer identifiers than more.
    private static int ComparePrereleases(string[] left, string[] right)
    {
        foreach (var (one, another) in left.Zip(right))
        {
            var areNumbers = (long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number), long.TryParse(another, NumberStyles.None, CultureInfo.InvariantCulture, out var against));
            var order = areNumbers switch
            {
                (true, true) => number.CompareTo(against),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(one, another),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
