using System.Globalization;

namespace AiSre.Playground.Kubernetes;

/// <summary>Kubernetes quantities: <c>128Mi</c>, <c>250m</c>, <c>1.5</c>, <c>1e3</c>.</summary>
public static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024),
        ("Pi", 1024m * 1024 * 1024 * 1024 * 1024), ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1000m),
        ("M", 1000_000m), ("G", 1000_000_000m), ("T", 1000_000_000_000m), ("P", 1000_000_000_000_000m),
    ];

    /// <returns>Bytes for memory, cores for CPU.</returns>
    /// <exception cref="FormatException">When it is not a quantity.</exception>
    public static decimal Parse(string text) => TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a quantity.");

    public static bool TryParse(string text, out decimal value)
    {
        foreach (var (suffix, factor) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                var isNumber = decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
                value = number * factor;
                return isNumber;
            }
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
