using System.Collections.Immutable;
using System.Globalization;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>A value as templates see it, with the place among the chart's values that it has.</summary>
internal abstract class TemplateValue
{
    /// <summary>Where it stands, or would stand if it were set; null for what a template made itself.</summary>
    public FieldPath? Path { get; init; }

    /// <summary>Empty values that would be taken instead if they were set.</summary>
    public ImmutableArray<FieldPath> Instead { get; init; } = [];

    /// <summary>Whether a condition takes it for false.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>What it is as a text, or as a part of one.</summary>
    public abstract TracedText ToText();

    /// <summary>What Go calls its type.</summary>
    public abstract string Type { get; }

    /// <summary>What Go calls the kind of its type.</summary>
    public virtual string Kind => Type;

    /// <summary>The same value, of which it is known what else could stand there.</summary>
    public abstract TemplateValue Or(ImmutableArray<FieldPath> instead);

    protected TracedText Scalar(string text) => TracedText.Of(new TextPiece(text)
    {
        Kind = Path is null ? PieceKind.Literal : PieceKind.Value,
        From = Path is null ? [] : [Path],
        Instead = Instead,
    });
}

internal sealed class NullValue : TemplateValue
{
    /// <summary>What an action prints for it; at the end of all rendering Helm takes it out.</summary>
    public const string Printed = "<no value>";

    public static NullValue Nothing { get; } = new();

    public override bool IsEmpty => true;

    public override string Type => "<nil>";

    public override string Kind => "invalid";

    public override TracedText ToText() => Scalar("<nil>");

    public TracedText ToPrinted() => Scalar(Printed);

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => new NullValue { Path = Path, Instead = instead };
}

internal sealed class BooleanValue(bool value) : TemplateValue
{
    public bool Value => value;

    public override bool IsEmpty => !value;

    public override string Type => "bool";

    public override TracedText ToText() => Scalar(value ? "true" : "false");

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => new BooleanValue(value) { Path = Path, Instead = instead };
}

/// <summary>What Go takes a number for.</summary>
internal enum NumberKind
{
    /// <summary>Numbers of templates and most functions.</summary>
    Int,

    /// <summary>Numbers that were calculated, and those that parameters set.</summary>
    Int64,

    /// <summary>Numbers of YAML and JSON, whole ones too.</summary>
    Float,
}

internal sealed class NumberValue(decimal value, NumberKind number) : TemplateValue
{
    public decimal Value => value;

    public NumberKind Number => number;

    public override bool IsEmpty => value == 0;

    public override string Type => number switch { NumberKind.Int => "int", NumberKind.Int64 => "int64", _ => "float64" };

    public override TracedText ToText() => Scalar(Spell());

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => new NumberValue(value, number) { Path = Path, Instead = instead };

    public string Spell() => number == NumberKind.Float ? NumberFormat.Shortest(value) : value.ToString("0", CultureInfo.InvariantCulture);
}

internal sealed class TextValue(TracedText text) : TemplateValue
{
    public TextValue(string text)
        : this(TracedText.Of(text))
    {
    }

    public override bool IsEmpty => text.ToString().Length == 0;

    public override string Type => "string";

    public override TracedText ToText() => text;

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) =>
        new TextValue(TracedText.Of(text.Pieces.Select(piece => piece with { Instead = [.. piece.Instead, .. instead] }))) { Path = Path, Instead = instead };

    /// <summary>A text that stands among the values.</summary>
    public static TextValue At(FieldPath path, string text) =>
        new(TracedText.Of(new TextPiece(text) { Kind = PieceKind.Value, From = [path] })) { Path = path };

    public override string ToString() => text.ToString();
}

internal sealed class MapValue(SortedDictionary<string, TemplateValue> entries) : TemplateValue
{
    public MapValue()
        : this(new SortedDictionary<string, TemplateValue>(StringComparer.Ordinal))
    {
    }

    /// <summary>Templates may change it: that is what their function <c>set</c> is for.</summary>
    public SortedDictionary<string, TemplateValue> Entries => entries;

    public override bool IsEmpty => entries.Count == 0;

    /// <summary>Whether Go has no mapping there: it prints an empty one, and writes null.</summary>
    public bool IsNil { get; init; }

    /// <summary>Whether Go takes it for a mapping of texts, which most functions do not take.</summary>
    public bool IsOfTexts { get; init; }

    public override string Type => IsOfTexts ? "map[string]string" : "map[string]interface {}";

    public override string Kind => "map";

    /// <summary>The value of a key; for one that is not there a null that knows where it would stand.</summary>
    public TemplateValue this[string key] => entries.TryGetValue(key, out var value) ? value : new NullValue { Path = Path?.Then(key) };

    /// <summary>What is printed for it where Go has more than a mapping there; null for its entries.</summary>
    public string? Printed { get; init; }

    public override TracedText ToText() => Printed is not null ? TracedText.Of(Printed) : TracedText.Concat([TracedText.Of("map["), .. entries.Select((pair, index) => TracedText.Concat([TracedText.Of($"{(index == 0 ? "" : " ")}{pair.Key}:"), pair.Value.ToText()])), TracedText.Of("]")]);

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => new MapValue(entries) { Path = Path, Instead = instead, IsOfTexts = IsOfTexts };
}

internal sealed class ListValue(IReadOnlyList<TemplateValue> items) : TemplateValue
{
    public IReadOnlyList<TemplateValue> Items => items;

    public override bool IsEmpty => items.Count == 0;

    /// <summary>The type of its items; lists of values can have any.</summary>
    public string ItemType { get; init; } = "interface {}";

    /// <summary>Whether Go has no list there: it prints an empty one, and writes null.</summary>
    public bool IsNil { get; init; }

    public override string Type => $"[]{ItemType}";

    public override string Kind => "slice";

    public override TracedText ToText() => TracedText.Concat([TracedText.Of("["), .. items.SelectMany((item, index) => index == 0 ? [item.ToText()] : new[] { TracedText.Of(" "), item.ToText() }), TracedText.Of("]")]);

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => new ListValue(items) { Path = Path, Instead = instead, ItemType = ItemType };
}

/// <summary>What a template calls with arguments: <c>.Files.Get</c>, <c>.Capabilities.APIVersions.Has</c>.</summary>
internal sealed class MethodValue(Func<IReadOnlyList<TemplateValue>, TemplateValue> call) : TemplateValue
{
    public override bool IsEmpty => false;

    public override string Type => "func";

    public TemplateValue Call(IReadOnlyList<TemplateValue> arguments) => call(arguments);

    public override TracedText ToText() => call([]).ToText();

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => this;
}

/// <summary>What cannot be known without running Helm: chance, time, functions that are not known here.</summary>
/// <param name="why">What it depends on, as the middle of a sentence.</param>
internal sealed class UnknownValue(string why) : TemplateValue
{
    public string Why => why;

    public override bool IsEmpty => false;

    public override string Type => "";

    public override TracedText ToText() => TracedText.Of(new TextPiece("unknown") { Unclear = why });

    public override TemplateValue Or(ImmutableArray<FieldPath> instead) => this;
}
