using System.Collections.Immutable;
using System.Globalization;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Parses templates of Go's text/template.</summary>
internal sealed class TemplateParser
{
    /// <summary>A longer template nobody writes by hand.</summary>
    public const int LongestTemplate = 1024 * 1024;

    private const int DeepestNesting = 64;

    private readonly IReadOnlyList<TemplateToken> _tokens;
    private readonly ImmutableDictionary<string, ImmutableArray<TemplateNode>>.Builder _defined = ImmutableDictionary.CreateBuilder<string, ImmutableArray<TemplateNode>>(StringComparer.Ordinal);
    private int _at;
    private int _depth;

    private TemplateParser(IReadOnlyList<TemplateToken> tokens) => _tokens = tokens;

    /// <exception cref="TemplateRefusedException">The text is no template, is too long, or is nested too deeply.</exception>
    public static ParsedTemplate Parse(string text)
    {
        if (text.Length > LongestTemplate)
        {
            throw new TemplateRefusedException($"it has more than {LongestTemplate / 1024} KB");
        }

        var parser = new TemplateParser(TemplateLexer.Read(text));
        var (body, end) = parser.Body();
        return end is null ? new ParsedTemplate(body, parser._defined.ToImmutable()) : throw new TemplateRefusedException($"'{end}' ends nothing");
    }

    // Everything up to 'end' or 'else', which is returned; null at the end of the text.
    private (ImmutableArray<TemplateNode> Nodes, string? End) Body()
    {
        if (++_depth > DeepestNesting)
        {
            throw new TemplateRefusedException($"it is nested more than {DeepestNesting} levels deep");
        }

        var nodes = ImmutableArray.CreateBuilder<TemplateNode>();
        while (_at < _tokens.Count)
        {
            var token = _tokens[_at++];
            if (token.Kind == TemplateTokenKind.Text)
            {
                nodes.Add(new TemplateNode.Text(token.Text));
                continue;
            }

            var word = Peek() is { Kind: TemplateTokenKind.Name } name ? name.Text : "";
            if (word is "end" or "else")
            {
                _at++;
                _depth--;
                return (nodes.ToImmutable(), word);
            }

            if (Action(word) is { } node)
            {
                nodes.Add(node);
            }
        }

        _depth--;
        return (nodes.ToImmutable(), null);
    }

    private TemplateNode? Action(string word)
    {
        switch (word)
        {
            case "if" or "with" or "range":
                _at++;
                return Block(word);
            case "define" or "block":
                _at++;
                var name = String();
                var argument = word == "block" ? Pipeline() : null;
                Close();
                if ((word == "define" && _depth > 1) || _defined.ContainsKey(name))
                {
                    throw new TemplateRefusedException($"it defines {name} within another block, or twice");
                }

                var (body, end) = Body();
                Ended(end);
                Close();
                _defined[name] = body;
                return word == "block" ? new TemplateNode.Call(name, argument) : null;
            case "template":
                _at++;
                var called = String();
                var with = Peek() is { Kind: TemplateTokenKind.Close } ? null : Pipeline();
                Close();
                return new TemplateNode.Call(called, with);
            case "break" or "continue":
                _at++;
                Close();
                return new TemplateNode.Leave(word == "continue");
            default:
                var pipeline = Pipeline();
                Close();
                return new TemplateNode.Print(pipeline);
        }
    }

    private TemplateNode Block(string word)
    {
        var subject = Pipeline();
        Close();
        var (body, end) = Body();
        ImmutableArray<TemplateNode> otherwise = [];
        if (end == "else" && Peek() is { Kind: TemplateTokenKind.Name, Text: "if" or "with" } chained)
        {
            if (++_depth > DeepestNesting)
            {
                throw new TemplateRefusedException($"it is nested more than {DeepestNesting} levels deep");
            }

            _at++;
            otherwise = [Block(chained.Text)]; // Its 'end' is this one's too.
            _depth--;
        }
        else
        {
            if (end == "else")
            {
                Close();
                (otherwise, end) = Body();
            }

            Ended(end);
            Close();
        }

        return word switch
        {
            "if" => new TemplateNode.If(subject, body, otherwise),
            "with" => new TemplateNode.With(subject, body, otherwise),
            _ => new TemplateNode.Range(subject, body, otherwise),
        };
    }

    private TemplatePipeline Pipeline()
    {
        if (++_depth > DeepestNesting)
        {
            throw new TemplateRefusedException($"it is nested more than {DeepestNesting} levels deep");
        }

        var (variables, isAssignment) = Variables();
        var commands = ImmutableArray.CreateBuilder<ImmutableArray<TemplateOperand>>();
        do
        {
            var operands = ImmutableArray.CreateBuilder<TemplateOperand>();
            while (Peek() is { } token && token.Kind != TemplateTokenKind.Close && token is not { Kind: TemplateTokenKind.Symbol, Text: ")" or "|" })
            {
                operands.Add(Operand());
            }

            commands.Add(operands.Count > 0 ? operands.ToImmutable() : throw new TemplateRefusedException("a pipeline has no command"));
        }
        while (Take("|"));

        _depth--;
        return new TemplatePipeline(variables, isAssignment, commands.ToImmutable());
    }

    // $a := …, $a = …, $index, $item := …
    private (ImmutableArray<string> Names, bool IsAssignment) Variables()
    {
        var start = _at;
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (Peek() is not { Kind: TemplateTokenKind.Variable } variable)
            {
                break;
            }

            names.Add(variable.Text);
            _at++;
        }
        while (Take(","));

        var isAssignment = Peek() is { Kind: TemplateTokenKind.Symbol, Text: "=" };
        if (names.Count > 0 && (Take(":=") || Take("=")))
        {
            return (names.ToImmutable(), isAssignment);
        }

        _at = start;
        return ([], false);
    }

    private TemplateOperand Operand()
    {
        var token = _tokens[_at++];
        TemplateOperand operand = token.Kind switch
        {
            TemplateTokenKind.Dot => new TemplateOperand.Dot(),
            TemplateTokenKind.Field => new TemplateOperand.Field(new TemplateOperand.Dot(), token.Text),
            TemplateTokenKind.Variable => new TemplateOperand.Variable(token.Text),
            TemplateTokenKind.String => new TemplateOperand.Literal(new TextValue(token.Text)),
            TemplateTokenKind.Number => new TemplateOperand.Literal(Number(token.Text)),
            TemplateTokenKind.Name => token.Text switch
            {
                "true" or "false" => new TemplateOperand.Literal(new BooleanValue(token.Text == "true")),
                "nil" => new TemplateOperand.Literal(NullValue.Nothing),
                _ => new TemplateOperand.Function(token.Text),
            },
            TemplateTokenKind.Symbol when token.Text == "(" => Group(),
            _ => throw new TemplateRefusedException($"'{token.Text}' stands where a value should"),
        };
        while (Peek() is { Kind: TemplateTokenKind.Field, IsApart: false } field)
        {
            _at++;
            operand = new TemplateOperand.Field(operand, field.Text);
        }

        return operand;
    }

    private TemplateOperand.Group Group()
    {
        var inner = Pipeline();
        return Take(")") ? new TemplateOperand.Group(inner) : throw new TemplateRefusedException("a parenthesis is not closed");
    }

    private static NumberValue Number(string text)
    {
        var digits = text.TrimStart('+', '-');
        var isHexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHexadecimal && long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            return new NumberValue(text[0] == '-' ? -hexadecimal : hexadecimal, NumberKind.Int);
        }

        var isFloat = text.AsSpan().ContainsAny('.', 'e', 'E');
        var isOctal = !isFloat && digits is ['0', _, ..];
        return !isHexadecimal && !isOctal && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new NumberValue(number, isFloat ? NumberKind.Float : NumberKind.Int)
            : throw new TemplateRefusedException($"'{text}' is a number of a kind that is not known here");
    }

    private string String() => _at < _tokens.Count && _tokens[_at++] is { Kind: TemplateTokenKind.String } token ? token.Text : throw new TemplateRefusedException("the name of a template is missing");

    private TemplateToken? Peek() => _at < _tokens.Count ? _tokens[_at] : null;

    private bool Take(string symbol)
    {
        var isThere = Peek() is { Kind: TemplateTokenKind.Symbol } token && token.Text == symbol;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Close()
    {
        if (Peek() is not { Kind: TemplateTokenKind.Close })
        {
            throw new TemplateRefusedException("an action goes on behind its end");
        }

        _at++;
    }

    private static void Ended(string? end)
    {
        if (end != "end")
        {
            throw new TemplateRefusedException("a block does not end");
        }
    }
}
