using System.Collections.Immutable;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>Renders templates as Helm does, and remembers which value every part of the text comes from.</summary>
/// <remarks>What only Helm can know (time, chance, functions that are not known here) is marked in the text rather than made up.</remarks>
/// <param name="templates">The named templates of the chart and its subcharts.</param>
/// <param name="budget">What it may cost.</param>
internal sealed class TemplateEvaluator(IReadOnlyDictionary<string, ImmutableArray<TemplateNode>> templates, TemplateBudget budget)
{
    private const int DeepestCalls = 50;

    private readonly List<(string Name, TemplateValue Value)> _variables = [];
    private List<TextPiece> _output = [];
    private string? _unclear;
    private int _calls;

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>Values that were asked for and are empty or not there.</summary>
    public HashSet<FieldPath> Consulted { get; } = [];

    public TemplateBudget Budget => budget;

    /// <summary>Renders a file's own text.</summary>
    /// <exception cref="TemplateRefusedException">It cannot be rendered, or costs too much.</exception>
    public TracedText Render(ImmutableArray<TemplateNode> body, TemplateValue dot) => WithoutMissing(Call(body, dot));

    /// <summary>Renders a named template.</summary>
    /// <exception cref="TemplateRefusedException">There is none, or it calls itself without end.</exception>
    public TracedText Include(string name, TemplateValue dot) => templates.TryGetValue(name, out var body)
        ? Call(body, dot)
        : throw new TemplateRefusedException($"there is no template {name}");

    /// <summary>Renders a text that is a template itself; one that is none stays as it is.</summary>
    public TracedText Evaluate(TracedText text, TemplateValue dot)
    {
        var source = text.ToString();
        if (!source.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        var rendered = WithoutMissing(Call(Parsed(source), dot));
        return text.From.IsEmpty ? rendered : TracedText.Of(rendered.Pieces.Select(piece => piece with { Kind = PieceKind.Value, From = [.. piece.From, .. text.From] }));
    }

    private static ImmutableArray<TemplateNode> Parsed(string source)
    {
        var parsed = TemplateParser.Parse(source);
        return parsed.Defined.IsEmpty ? parsed.Body : throw new TemplateRefusedException("a value defines named templates");
    }

    // What values that are not there have printed goes at the end: until then templates see it as a text.
    private static TracedText WithoutMissing(TracedText text) => !text.ToString().Contains(NullValue.Printed, StringComparison.Ordinal)
        ? text
        : TracedText.Of(text.Pieces.Select(piece => piece with { Text = piece.Text.Replace(NullValue.Printed, "", StringComparison.Ordinal) }));

    private TracedText Call(ImmutableArray<TemplateNode> body, TemplateValue dot)
    {
        if (++_calls > DeepestCalls)
        {
            throw new TemplateRefusedException($"its templates call each other more than {DeepestCalls} levels deep");
        }

        var (output, variables) = (_output, _variables.ToArray());
        _output = [];
        _variables.Clear();
        _variables.Add(("", dot));
        Run(body, dot);
        var text = TracedText.Of(_output);
        _output = output;
        _variables.Clear();
        _variables.AddRange(variables);
        _calls--;
        return text;
    }

    private Flow Run(ImmutableArray<TemplateNode> nodes, TemplateValue dot)
    {
        var scope = _variables.Count;
        foreach (var node in nodes)
        {
            budget.Step();
            if (Run(node, dot) is var flow and not Flow.Next)
            {
                _variables.RemoveRange(scope, _variables.Count - scope);
                return flow;
            }
        }

        _variables.RemoveRange(scope, _variables.Count - scope);
        return Flow.Next;
    }

    private Flow Run(TemplateNode node, TemplateValue dot)
    {
        switch (node)
        {
            case TemplateNode.Text text:
                Write(TracedText.Of(text.Value));
                return Flow.Next;
            case TemplateNode.Print print:
                var printed = Evaluate(print.Pipeline, dot);
                if (print.Pipeline.Variables.IsEmpty)
                {
                    budget.Weigh(printed);
                    Write(printed is NullValue nothing ? nothing.ToPrinted() : printed.ToText());
                }

                return Flow.Next;
            case TemplateNode.Call call:
                Write(Include(call.Name, call.Argument is null ? NullValue.Nothing : Evaluate(call.Argument, dot)));
                return Flow.Next;
            case TemplateNode.If choice:
                return Scoped(choice.Condition, dot, condition => Branch(condition, choice.Body, dot, choice.Else, dot));
            case TemplateNode.With with:
                return Scoped(with.Subject, dot, subject => Branch(subject, with.Body, subject, with.Else, dot));
            case TemplateNode.Range range:
                return Scoped(range.Subject, dot, subject => Loop(range, subject, dot));
            case TemplateNode.Leave leave:
                return leave.IsContinue ? Flow.Continue : Flow.Break;
            default:
                throw new InvalidOperationException($"A template has no {node}.");
        }
    }

    private Flow Scoped(TemplatePipeline subject, TemplateValue dot, Func<TemplateValue, Flow> run)
    {
        var scope = _variables.Count;
        var flow = run(Evaluate(subject, dot));
        _variables.RemoveRange(scope, _variables.Count - scope);
        return flow;
    }

    // Where a condition is not known, what is written under it is there or not.
    private Flow Branch(TemplateValue condition, ImmutableArray<TemplateNode> body, TemplateValue inner, ImmutableArray<TemplateNode> otherwise, TemplateValue outer)
    {
        if (condition is not UnknownValue unknown)
        {
            return condition.IsEmpty ? Run(otherwise, outer) : Run(body, inner);
        }

        var before = _unclear;
        _unclear ??= unknown.Why;
        var flow = Run(body, inner);
        _unclear = before;
        return flow;
    }

    private Flow Loop(TemplateNode.Range range, TemplateValue subject, TemplateValue dot)
    {
        IEnumerable<(TemplateValue Key, TemplateValue Item)> rounds = subject switch
        {
            ListValue list => list.Items.Select((item, index) => ((TemplateValue)new NumberValue(index, NumberKind.Int), item)),
            MapValue map => map.Entries.ToList().Select(pair => ((TemplateValue)KeyOf(map, pair.Key), pair.Value)),
            NumberValue { Number: not NumberKind.Float } number => Enumerable.Range(0, (int)Math.Clamp(number.Value, 0, 100_000)).Select(index => ((TemplateValue)new NumberValue(index, NumberKind.Int), (TemplateValue)new NumberValue(index, NumberKind.Int))),
            UnknownValue unknown => throw new TemplateRefusedException($"it repeats something for each of what depends on {unknown.Why}"),
            NullValue => [],
            _ => throw new TemplateRefusedException("it repeats something for each of what is no list"),
        };
        var isEmpty = true;
        foreach (var (key, item) in rounds)
        {
            isEmpty = false;
            budget.Step();
            var scope = _variables.Count;
            if (range.Subject.Variables is [.., var itemName])
            {
                Declare(itemName, item);
            }

            if (range.Subject.Variables is [var keyName, _])
            {
                Declare(keyName, key);
            }

            var flow = Run(range.Body, item);
            _variables.RemoveRange(scope, _variables.Count - scope);
            if (flow == Flow.Break)
            {
                break;
            }
        }

        return isEmpty ? Run(range.Else, dot) : Flow.Next;
    }

    // A key that is printed leads to its entry, so that one can tell which mapping to add to.
    private static TextValue KeyOf(MapValue map, string key) => map.Path is null
        ? new TextValue(key)
        : new TextValue(TracedText.Of(new TextPiece(key) { Kind = PieceKind.Key, From = [map.Path.Then(key)] }));

    private TemplateValue Evaluate(TemplatePipeline pipeline, TemplateValue dot)
    {
        TemplateValue? value = null;
        foreach (var command in pipeline.Commands)
        {
            value = Evaluate(command, value, dot);
        }

        foreach (var name in pipeline.Variables)
        {
            if (pipeline.IsAssignment)
            {
                var index = _variables.FindLastIndex(variable => variable.Name == name);
                if (index >= 0)
                {
                    _variables[index] = (name, value!);
                }
            }
            else
            {
                Declare(name, value!);
            }
        }

        return value!;
    }

    private TemplateValue Evaluate(ImmutableArray<TemplateOperand> command, TemplateValue? piped, TemplateValue dot)
    {
        budget.Step();
        if (command[0] is TemplateOperand.Function { Name: "and" or "or" } logic)
        {
            return command.Length + (piped is null ? 0 : 1) > 1 ? Choose(logic.Name == "and", command, piped, dot) : throw new TemplateRefusedException($"it calls {logic.Name} without arguments");
        }

        List<TemplateValue> arguments = [.. command.Skip(1).Select(operand => Evaluate(operand, dot))];
        if (piped is not null)
        {
            arguments.Add(piped);
        }

        return command[0] is TemplateOperand.Function function ? TemplateFunctions.Call(function.Name, arguments, this)
            : Evaluate(command[0], dot) is var value && value is MethodValue method ? method.Call(arguments)
            : arguments.Count == 0 ? value
            : value is UnknownValue ? value
            : throw new TemplateRefusedException("it gives arguments to what is no function");
    }

    // Both stop at the first argument that decides.
    private TemplateValue Choose(bool isAnd, ImmutableArray<TemplateOperand> command, TemplateValue? piped, TemplateValue dot)
    {
        TemplateValue value = NullValue.Nothing;
        ImmutableArray<FieldPath> passed = [];
        for (var index = 1; index < command.Length + (piped is null ? 0 : 1); index++)
        {
            value = index < command.Length ? Evaluate(command[index], dot) : piped!;
            if (value is UnknownValue || value.IsEmpty == isAnd)
            {
                break;
            }

            passed = isAnd ? passed : [.. passed, .. LogicFunctions.PlacesOf(value)];
        }

        return passed.IsEmpty || value.IsEmpty ? value : value.Or(passed);
    }

    private TemplateValue Evaluate(TemplateOperand operand, TemplateValue dot)
    {
        budget.Step();
        switch (operand)
        {
            case TemplateOperand.Literal literal:
                return literal.Value;
            case TemplateOperand.Dot:
                return dot;
            case TemplateOperand.Variable variable:
                return _variables.FindLastIndex(known => known.Name == variable.Name) is var index and >= 0
                    ? _variables[index].Value
                    : throw new TemplateRefusedException($"it uses the variable ${variable.Name}, which it does not declare");
            case TemplateOperand.Group group:
                return Evaluate(group.Pipeline, dot);
            case TemplateOperand.Function { Name: "and" or "or" } logic:
                throw new TemplateRefusedException($"it calls {logic.Name} without arguments");
            case TemplateOperand.Function function:
                return TemplateFunctions.Call(function.Name, [], this);
            case TemplateOperand.Field field:
                return Evaluate(field.Of, dot) is var of && of is NullValue && field.Of is TemplateOperand.Field
                    ? throw new TemplateRefusedException($"it looks for {field.Name} in what is not there")
                    : Look(of, field.Name);
            default:
                throw new InvalidOperationException($"A template has no operand {operand}.");
        }
    }

    /// <summary>The value under a key, and a note of it where it is empty.</summary>
    public TemplateValue Look(TemplateValue value, string key)
    {
        var found = value switch
        {
            MapValue { IsOfTexts: true } texts => texts.Entries.GetValueOrDefault(key) ?? new TextValue(""),
            MapValue map => map[key],
            NullValue nothing => new NullValue { Path = nothing.Path?.Then(key) },
            UnknownValue unknown => unknown,
            _ => throw new TemplateRefusedException($"it looks for {key} in what is no mapping"),
        };
        if (found is { IsEmpty: true, Path: { } path })
        {
            Consulted.Add(path);
        }

        return found;
    }

    private void Declare(string name, TemplateValue value) => _variables.Add((name, value));

    private void Write(TracedText text)
    {
        budget.Write(text.ToString().Length);
        budget.Step(text.Pieces.Length);
        _output.AddRange(_unclear is null ? text.Pieces : text.Pieces.Select(piece => piece with { Unclear = piece.Unclear ?? _unclear }));
    }
}
