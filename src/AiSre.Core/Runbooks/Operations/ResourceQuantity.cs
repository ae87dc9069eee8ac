using System.Globalization;

namespace AiSre.Runbooks.Operations;

/// <summary>An amount of a resource with its unit as it is written: <c>512Mi</c>, <c>250m</c>, <c>1.5</c>, <c>2G</c>.</summary>
/// <remarks>Grammar: apimachinery/pkg/api/resource/quantity.go. Exact: what does not come out even in a unit is rounded up in the next smaller one.</remarks>
/// <param name="Text">As it is written.</param>
/// <param name="Value">In bytes, cores or pieces.</param>
public readonly record struct ResourceQuantity(string Text, decimal Value) : IComparable<ResourceQuantity>
{
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Metric = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>Reads a quantity; false when it is none, or negative.</summary>
    public static bool TryParse(string? text, out ResourceQuantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(text) || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        var unit = UnitOf(text);
        const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), Number, CultureInfo.InvariantCulture, out var digits))
        {
            return false;
        }

        try
        {
            quantity = new ResourceQuantity(text, digits * FactorOf(unit));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>A multiple, in the same unit where it comes out even and otherwise rounded up in the next smaller one.</summary>
    /// <param name="factor">By what.</param>
    /// <param name="isDivisible">Whether there are thousandths of it: of cores there are, of bytes not.</param>
    /// <exception cref="OverflowException">It is more than any quantity holds.</exception>
    public ResourceQuantity Times(decimal factor, bool isDivisible)
    {
        var wanted = Value * factor;
        var unit = UnitOf(Text);
        if (wanted % FactorOf(unit) != 0)
        {
            unit = Smaller(unit, isDivisible);
        }

        var amount = Math.Ceiling(wanted / FactorOf(unit));
        return new ResourceQuantity(amount.ToString(CultureInfo.InvariantCulture) + unit, amount * FactorOf(unit));
    }

    public static bool operator <(ResourceQuantity left, ResourceQuantity right) => left.Value < right.Value;

    public static bool operator >(ResourceQuantity left, ResourceQuantity right) => left.Value > right.Value;

    public static bool operator <=(ResourceQuantity left, ResourceQuantity right) => left.Value <= right.Value;

    public static bool operator >=(ResourceQuantity left, ResourceQuantity right) => left.Value >= right.Value;

    public int CompareTo(ResourceQuantity other) => Value.CompareTo(other.Value);

    public override string ToString() => Text;

    private static string UnitOf(string text) =>
        Binary.Skip(1).Concat(Metric).FirstOrDefault(unit => unit.Length > 0 && text.EndsWith(unit, StringComparison.Ordinal)) ?? "";

    private static string Smaller(string unit, bool isDivisible) =>
        Array.IndexOf(Binary, unit) is var binary and > 0 ? Binary[binary - 1]
        : Array.IndexOf(Metric, unit) is var metric && metric > (isDivisible ? 2 : 3) ? Metric[metric - 1]
        : unit;

    private static decimal FactorOf(string unit) =>
        Array.IndexOf(Binary, unit) is var binary and >= 0 ? Power(1024, binary) : Power(1000, Array.IndexOf(Metric, unit) - 3);

    private static decimal Power(decimal of, int exponent)
    {
        var result = 1m;
        for (var step = 0; step < Math.Abs(exponent); step++)
        {
            result = exponent < 0 ? result / of : result * of;
        }

        return result;
    }
}
