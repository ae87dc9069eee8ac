using System.Text;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>The function <c>printf</c>: texts and numbers in the places of a format.</summary>
internal static class TextFormat
{
    /// <param name="arguments">The format, then what it takes.</param>
    /// <exception cref="ArgumentException">The format asks for more, or for something that is not known here.</exception>
    public static TextValue Print(IReadOnlyList<TemplateValue> arguments)
    {
        var format = arguments[0].ToText().ToString();
        var parts = new List<TracedText>();
        var literal = new StringBuilder();
        var next = 1;
        for (var index = 0; index < format.Length; index++)
        {
            if (format[index] != '%' || index + 1 == format.Length)
            {
                literal.Append(format[index]);
                continue;
            }

            var verb = format[++index];
            if (verb == '%')
            {
                literal.Append('%');
                continue;
            }

            parts.Add(TracedText.Of(literal.ToString()));
            literal.Clear();
            var value = arguments[next++];
            parts.Add(verb switch
            {
                's' or 'v' or 't' => value.ToText(),
                'd' when value is NumberValue => value.ToText(),
                'q' => value.ToText().Within("\"", "\""),
                _ => throw new ArgumentException("The format is not known."),
            });
        }

        parts.Add(TracedText.Of(literal.ToString()));
        return new TextValue(TracedText.Concat(parts));
    }
}
