using System.Collections.Frozen;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>A function of templates.</summary>
/// <param name="arguments">In their order, what was piped into it last.</param>
/// <param name="on">Renders what it includes.</param>
internal delegate TemplateValue TemplateFunction(IReadOnlyList<TemplateValue> arguments, TemplateEvaluator on);

/// <summary>The functions that templates may call: those of Go, of Sprig and of Helm itself, as far as they always give the same.</summary>
internal static class TemplateFunctions
{
    private static readonly FrozenDictionary<string, TemplateFunction> Known = TextFunctions.All
        .Concat(LogicFunctions.All)
        .Concat(CollectionFunctions.All)
        .Concat(ConversionFunctions.All)
        .ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Those that are asked about values that are not known, too.</summary>
    private static readonly FrozenSet<string> Choosing = FrozenSet.Create(StringComparer.Ordinal, "default", "coalesce", "ternary", "include", "tpl", "dict", "list", "set", "required");

    /// <summary>Those that do not walk through the mappings that they get.</summary>
    private static readonly FrozenSet<string> Shallow = FrozenSet.Create(
        StringComparer.Ordinal, "default", "coalesce", "ternary", "include", "tpl", "dict", "list", "tuple", "get", "set", "unset", "hasKey", "keys", "index", "dig", "empty", "not", "len", "first", "last", "kindIs", "typeIs", "kindOf", "typeOf", "pluck");

    /// <summary>Calls one. What is not known here gives a value that is not known.</summary>
    /// <exception cref="TemplateRefusedException">It makes the template fail.</exception>
    public static TemplateValue Call(string name, IReadOnlyList<TemplateValue> arguments, TemplateEvaluator on)
    {
        on.Budget.Step();
        if (!Known.TryGetValue(name, out var function))
        {
            return new UnknownValue($"the function {name}");
        }

        if (!Choosing.Contains(name) && arguments.OfType<UnknownValue>().FirstOrDefault() is { } unknown)
        {
            return unknown;
        }

        if (!Shallow.Contains(name))
        {
            foreach (var argument in arguments)
            {
                on.Budget.Weigh(argument);
            }
        }

        try
        {
            var result = function(arguments, on);
            if (result is TextValue text)
            {
                on.Budget.Write(text.ToString().Length);
                on.Budget.Step(text.ToText().Pieces.Length);
            }

            return result;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw new TemplateRefusedException($"it calls {name} with arguments that it does not take");
        }
    }

    /// <summary>An argument as a text.</summary>
    public static TracedText Text(IReadOnlyList<TemplateValue> arguments, int index) => arguments[index].ToText();

    /// <summary>An argument as a number without fraction.</summary>
    public static int Integer(IReadOnlyList<TemplateValue> arguments, int index) => (int)ConversionFunctions.Number(arguments[index]);

    /// <summary>A text that was worked out from others.</summary>
    public static TextValue Derived(string text, params IEnumerable<TemplateValue> from) => new(TracedText.Concat(from.Select(LogicFunctions.TextOf)).Derive(text));
}
