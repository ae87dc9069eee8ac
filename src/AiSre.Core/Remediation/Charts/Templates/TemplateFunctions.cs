using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

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

    /// <summary>How many arguments they take, where that is not any number.</summary>
    private static readonly FrozenDictionary<string, (int Least, int Most)> Takes = Arities().ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, (int Least, int Most)>> Arities() =>
    [
        .. Each(1, 1, "upper lower title untitle nospace trim camelcase kebabcase snakecase b64enc b64dec sha256sum toString int int64 atoi float64 toYaml toJson toRawJson toPrettyJson fromYaml fromYamlArray fromJson fromJsonArray"),
        .. Each(1, 1, "kindOf typeOf add1 ceil floor empty not deepCopy mustDeepCopy len first last rest initial reverse compact uniq sortAlpha toStrings until fail"),
        .. Each(2, 2, "trimAll trimall trimSuffix trimPrefix trunc indent nindent contains hasPrefix hasSuffix repeat include tpl kindIs typeIs sub div mod get unset hasKey append prepend has join splitList split required ne lt le gt ge semverCompare regexMatch regexFind"),
        .. Each(3, 3, "substr replace regexReplaceAll ternary set untilStep"),
        .. Each(4, 4, "lookup"),
        .. Each(1, int.MaxValue, "printf max min mul eq pluck merge mergeOverwrite mustMerge mustMergeOverwrite default without pick omit index"),
    ];

    private static IEnumerable<KeyValuePair<string, (int Least, int Most)>> Each(int least, int most, string names) => names.Split(' ').Select(name => KeyValuePair.Create(name, (least, most)));

    /// <summary>Calls one. What is not known here gives a value that is not known.</summary>
    /// <exception cref="TemplateRefusedException">It makes the template fail.</exception>
    public static TemplateValue Call(string name, IReadOnlyList<TemplateValue> arguments, TemplateEvaluator on)
    {
        on.Budget.Step();
        if (!Known.TryGetValue(name, out var function))
        {
            return new UnknownValue($"the function {name}");
        }

        if (Takes.TryGetValue(name, out var takes) && (arguments.Count < takes.Least || arguments.Count > takes.Most))
        {
            throw new TemplateRefusedException($"it calls {name} with {arguments.Count} arguments");
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
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or RegexMatchTimeoutException or NotSupportedException or DecoderFallbackException)
        {
            throw new TemplateRefusedException($"it calls {name} with arguments that it does not take");
        }
    }

    /// <summary>An argument that has to be a text.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static TracedText Text(IReadOnlyList<TemplateValue> arguments, int index) => arguments[index] is TextValue text ? text.ToText() : throw new ArgumentException("A text is needed.");

    /// <summary>An argument that has to be a number of a template: Go takes no other for one.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static int Integer(IReadOnlyList<TemplateValue> arguments, int index) => arguments[index] is NumberValue { Number: NumberKind.Int } number ? (int)number.Value : throw new ArgumentException("A whole number is needed.");

    /// <summary>A text that was worked out from others.</summary>
    public static TextValue Derived(string text, params IEnumerable<TemplateValue> from) => new(TracedText.Concat(from.Select(LogicFunctions.TextOf)).Derive(text));
}
