using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Functions that compare and choose.</summary>
internal static class LogicFunctions
{
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All => new Dictionary<string, TemplateFunction>(StringComparer.Ordinal)
    {
        ["default"] = (arguments, _) => arguments.Count < 2 ? arguments[0] : First([arguments[1], arguments[0]]),
        ["coalesce"] = (arguments, _) => First(arguments) is var first && first.IsEmpty ? NullValue.Nothing.Or([.. PlacesOf(first), .. arguments.SelectMany(argument => PlacesOf(argument))]) : first,
        ["ternary"] = (arguments, _) => arguments[2] switch
        {
            UnknownValue unknown => unknown,
            BooleanValue condition => condition.Value ? arguments[0] : arguments[1],
            _ => throw new ArgumentException("A boolean is needed."),
        },
        ["empty"] = (arguments, _) => Boolean(arguments[0].IsEmpty),
        ["not"] = (arguments, _) => Boolean(arguments[0].IsEmpty),
        ["all"] = (arguments, _) => Boolean(arguments.All(argument => !argument.IsEmpty)),
        ["any"] = (arguments, _) => Boolean(arguments.Any(argument => !argument.IsEmpty)),
        ["eq"] = (arguments, _) => Boolean(arguments.Count < 2 ? throw new ArgumentException("There is nothing to compare with.") : arguments.Skip(1).Any(other => Are(arguments[0], other))),
        ["ne"] = (arguments, _) => Boolean(!Are(arguments[0], arguments[1])),
        ["lt"] = (arguments, _) => Boolean(Compare(arguments) < 0),
        ["le"] = (arguments, _) => Boolean(Compare(arguments) <= 0),
        ["gt"] = (arguments, _) => Boolean(Compare(arguments) > 0),
        ["ge"] = (arguments, _) => Boolean(Compare(arguments) >= 0),
        ["required"] = (arguments, _) => arguments[1] is NullValue or TextValue { IsEmpty: true } ? throw new TemplateRefusedException($"it demands a value: {arguments[0].ToText()}") : arguments[1],
        ["fail"] = (arguments, _) => throw new TemplateRefusedException($"it fails: {arguments[0].ToText()}"),
        ["semverCompare"] = (arguments, _) => VersionConstraint.IsMet(arguments[0].ToText().ToString(), arguments[1].ToText().ToString()) is { } met
            ? Boolean(met)
            : new UnknownValue($"whether {arguments[1].ToText()} is {arguments[0].ToText()}"),
    };

    public static TemplateValue Boolean(bool value) => new BooleanValue(value);

    /// <summary>Where a value stands, or would, and what else would be taken in its place.</summary>
    public static ImmutableArray<FieldPath> PlacesOf(TemplateValue value) =>
        [.. new[] { value.Path }.OfType<FieldPath>().Concat(value.Instead).Concat(value is TextValue ? value.ToText().Pieces.SelectMany(piece => piece.From.Concat(piece.Instead)) : []).Distinct()];

    /// <summary>The text of a value, with the origins of all that is in it.</summary>
    public static TracedText TextOf(TemplateValue value) => value switch
    {
        MapValue map => TracedText.Concat(map.Entries.Values.Select(TextOf)),
        ListValue list => TracedText.Concat(list.Items.Select(TextOf)),
        _ => value.ToText(),
    };

    private static TemplateValue First(IReadOnlyList<TemplateValue> choices)
    {
        ImmutableArray<FieldPath> passed = [];
        foreach (var choice in choices)
        {
            if (!choice.IsEmpty)
            {
                return passed.IsEmpty ? choice : choice.Or(passed);
            }

            passed = [.. passed, .. PlacesOf(choice)];
        }

        return choices[^1].Or(passed);
    }

    // Go compares only what has the same basic type, and anything with nothing.
    private static bool Are(TemplateValue left, TemplateValue right) => (left, right) switch
    {
        (MapValue or ListValue, _) or (_, MapValue or ListValue) => throw new ArgumentException("Mappings and lists cannot be compared."),
        (NullValue, NullValue) => true,
        (NullValue, _) or (_, NullValue) => false,
        (NumberValue one, NumberValue other) when IsFloat(one) == IsFloat(other) => one.Value == other.Value,
        (TextValue, TextValue) or (BooleanValue, BooleanValue) => left.ToText().ToString() == right.ToText().ToString(),
        _ => throw new ArgumentException("These cannot be compared."),
    };

    private static int Compare(IReadOnlyList<TemplateValue> arguments) => (arguments[0], arguments[1]) switch
    {
        (NumberValue one, NumberValue other) when IsFloat(one) == IsFloat(other) => one.Value.CompareTo(other.Value),
        (TextValue one, TextValue other) => string.CompareOrdinal(one.ToString(), other.ToString()),
        _ => throw new ArgumentException("These cannot be compared."),
    };

    private static bool IsFloat(NumberValue number) => number.Number == NumberKind.Float;
}
