using System.Globalization;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>How Go spells floating-point numbers.</summary>
internal static class NumberFormat
{
    /// <summary>As templates print them: the fewest digits, with an exponent from a million on (<c>1e+06</c>).</summary>
    public static string Shortest(decimal value)
    {
        var (digits, exponent) = Digits(value);
        return exponent is < -4 or >= 6 ? Scientific(value, digits, exponent, "00") : Plain(value);
    }

    /// <summary>As JSON has them: without an exponent, unless they are very large or very small.</summary>
    public static string Json(decimal value)
    {
        var (digits, exponent) = Digits(value);
        return value != 0 && exponent is < -6 or >= 21 ? Scientific(value, digits, exponent, exponent < 0 ? "0" : "00") : Plain(value);
    }

    /// <summary>As YAML has them, which is made from JSON: whole ones without an exponent.</summary>
    public static string Yaml(decimal value) => value == decimal.Truncate(value) && Math.Abs(value) <= ulong.MaxValue ? Plain(value) : Shortest(value);

    private static string Plain(decimal value) => value.ToString("0.#############################", CultureInfo.InvariantCulture);

    private static string Scientific(decimal value, string digits, int exponent, string width) =>
        $"{(value < 0 ? "-" : "")}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString(width, CultureInfo.InvariantCulture)}";

    // The digits without zeros at either end, and the exponent of the first.
    private static (string Digits, int Exponent) Digits(decimal value)
    {
        var plain = Plain(Math.Abs(value));
        var point = plain.IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? at : plain.Length;
        var all = plain.Replace(".", "", StringComparison.Ordinal);
        var first = all.AsSpan().IndexOfAnyExcept('0');
        return first < 0 ? ("0", 0) : (all[first..].TrimEnd('0'), point - first - 1);
    }
}
