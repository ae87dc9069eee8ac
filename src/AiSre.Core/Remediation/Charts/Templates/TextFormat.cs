using System.Text;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>The function <c>printf</c>: texts and numbers in the places of a format.</summary>
internal static class TextFormat
{
    /// <param name="arguments">The format, then what it takes.</param>
    /// <exception cref="ArgumentException">The format asks for more or less, or for something that is not known here.</exception>
    public static TextValue Print(IReadOnlyList<TemplateValue> arguments)
    {
        var format = TemplateFunctions.Text(arguments, 0).ToString();
        var parts = new List<TracedText>();
        var literal = new StringBuilder();
        var next = 1;
        for (var index = 0; index < format.Length; index++)
        {
            if (format[index] != '%')
            {
                literal.Append(format[index]);
                continue;
            }

            var verb = ++index < format.Length ? format[index] : throw new ArgumentException("The format ends within a verb.");
            if (verb == '%')
            {
                literal.Append('%');
                continue;
            }

            parts.Add(TracedText.Of(literal.ToString()));
            literal.Clear();
            parts.Add(Print(verb, arguments[next++]));
        }

        parts.Add(TracedText.Of(literal.ToString()));
        return next == arguments.Count ? new TextValue(TracedText.Concat(parts)) : throw new ArgumentException("The format leaves something over.");
    }

    // Of a value that a verb does not take Go prints what is wrong with it.
    private static TracedText Print(char verb, TemplateValue value) => (verb, value) switch
    {
        ('v', _) => value.ToText(),
        ('s', TextValue) or ('d', NumberValue { Number: not NumberKind.Float }) or ('t', BooleanValue) => value.ToText(),
        ('q', TextValue) => value.ToText().Derive(GoText.Escape(value.ToText().ToString())).Within("\"", "\""),
        ('s' or 'd' or 't' or 'q', NullValue) => TracedText.Of($"%!{verb}(<nil>)"),
        ('s' or 'd' or 't', NumberValue or TextValue or BooleanValue) or ('q', BooleanValue or NumberValue { Number: NumberKind.Float }) => value.ToText().Within($"%!{verb}({value.Type}=", ")"),
        ('s', ListValue { Items: var items }) when items.All(item => item is TextValue) => value.ToText(),
        _ => throw new ArgumentException("The format is not known."),
    };
}
