using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Functions that compare and choose.</summary>
internal static class LogicFunctions
{
    public static IEnumerable<KeyValuePair<string, TemplateFunction>> All => new Dictionary<string, TemplateFunction>(StringComparer.Ordinal)
    {
        ["default"] = (arguments, _) => arguments.Count < 2 ? arguments[0] : First([arguments[1], arguments[0]]),
        ["coalesce"] = (arguments, _) => First(arguments),
        ["ternary"] = (arguments, _) => arguments[2] is UnknownValue unknown ? unknown : arguments[2].IsEmpty ? arguments[1] : arguments[0],
        ["empty"] = (arguments, _) => Boolean(arguments[0].IsEmpty),
        ["not"] = (arguments, _) => Boolean(arguments[0].IsEmpty),
        ["all"] = (arguments, _) => Boolean(arguments.All(argument => !argument.IsEmpty)),
        ["any"] = (arguments, _) => Boolean(arguments.Any(argument => !argument.IsEmpty)),
        ["eq"] = (arguments, _) => Boolean(arguments.Skip(1).Any(other => Are(arguments[0], other))),
        ["ne"] = (arguments, _) => Boolean(!Are(arguments[0], arguments[1])),
        ["lt"] = (arguments, _) => Boolean(Compare(arguments) < 0),
        ["le"] = (arguments, _) => Boolean(Compare(arguments) <= 0),
        ["gt"] = (arguments, _) => Boolean(Compare(arguments) > 0),
        ["ge"] = (arguments, _) => Boolean(Compare(arguments) >= 0),
        ["required"] = (arguments, _) => arguments[1].IsEmpty ? throw new TemplateRefusedException($"it demands a value: {arguments[0].ToText()}") : arguments[1],
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

    private static bool Are(TemplateValue left, TemplateValue right) => (left, right) switch
    {
        (NullValue, NullValue) => true,
        (NullValue, _) or (_, NullValue) => false,
        (NumberValue one, NumberValue other) => one.Value == other.Value,
        _ => left.GetType() == right.GetType() && left.ToText().ToString() == right.ToText().ToString(),
    };

    private static int Compare(IReadOnlyList<TemplateValue> arguments) => (arguments[0], arguments[1]) switch
    {
        (NumberValue one, NumberValue other) => one.Value.CompareTo(other.Value),
        (TextValue one, TextValue other) => string.CompareOrdinal(one.ToString(), other.ToString()),
        _ => throw new ArgumentException("These cannot be compared."),
    };
}
