using System.Globalization;

namespace AiSre.Detection;

/// <summary>Kubernetes quantities: <c>100m</c>, <c>1.5</c>, <c>512Mi</c>, <c>1e3</c>.</summary>
/// <remarks>Grammar: apimachinery/pkg/api/resource/quantity.go.</remarks>
internal static class Quantity
{
    private static readonly (string Suffix, double Factor)[] Suffixes =
    [
        ("Ki", 1024d), ("Mi", 1024d * 1024), ("Gi", 1024d * 1024 * 1024), ("Ti", Math.Pow(1024, 4)), ("Pi", Math.Pow(1024, 5)), ("Ei", Math.Pow(1024, 6)),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18),
    ];

    public static bool TryParse(string text, out double value)
    {
        var factor = 1d;
        var digits = text.Trim();
        foreach (var (suffix, by) in Suffixes)
        {
            if (digits.EndsWith(suffix, StringComparison.Ordinal))
            {
                factor = by;
                digits = digits[..^suffix.Length];
                break;
            }
        }

        var isNumber = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value *= factor;
        return isNumber;
    }
}
