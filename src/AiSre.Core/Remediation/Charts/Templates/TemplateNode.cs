using System.Collections.Immutable;

namespace AiSre.Remediation.Charts.Templates;

/// <summary>A part of a template, in the language of Go's text/template.</summary>
internal abstract record TemplateNode
{
    /// <summary>Text that stands for itself.</summary>
    public sealed record Text(string Value) : TemplateNode;

    /// <summary>Prints what a pipeline comes to, unless it declares a variable.</summary>
    public sealed record Print(TemplatePipeline Pipeline) : TemplateNode;

    public sealed record If(TemplatePipeline Condition, ImmutableArray<TemplateNode> Body, ImmutableArray<TemplateNode> Else) : TemplateNode;

    public sealed record With(TemplatePipeline Subject, ImmutableArray<TemplateNode> Body, ImmutableArray<TemplateNode> Else) : TemplateNode;

    public sealed record Range(TemplatePipeline Subject, ImmutableArray<TemplateNode> Body, ImmutableArray<TemplateNode> Else) : TemplateNode;

    /// <summary>Prints a named template.</summary>
    public sealed record Call(string Name, TemplatePipeline? Argument) : TemplateNode;

    /// <summary>Ends a loop, or its round.</summary>
    public sealed record Leave(bool IsContinue) : TemplateNode;
}

/// <summary>Commands of which each takes what the one before it gives as its last argument.</summary>
/// <param name="Variables">The variables that take the result; none where it is printed.</param>
/// <param name="IsAssignment">Whether they are there already.</param>
/// <param name="Commands">Each an operand with its arguments.</param>
internal sealed record TemplatePipeline(ImmutableArray<string> Variables, bool IsAssignment, ImmutableArray<ImmutableArray<TemplateOperand>> Commands);

/// <summary>Something that has a value.</summary>
internal abstract record TemplateOperand
{
    public sealed record Literal(TemplateValue Value) : TemplateOperand;

    public sealed record Dot : TemplateOperand;

    /// <summary><c>$name</c>; the bare <c>$</c> is what the template was called with.</summary>
    public sealed record Variable(string Name) : TemplateOperand;

    public sealed record Function(string Name) : TemplateOperand;

    public sealed record Group(TemplatePipeline Pipeline) : TemplateOperand;

    /// <summary>A field of what another operand gives.</summary>
    public sealed record Field(TemplateOperand Of, string Name) : TemplateOperand;
}

/// <summary>A parsed file of templates.</summary>
/// <param name="Body">What the file itself prints.</param>
/// <param name="Defined">The templates that it defines, by name.</param>
internal sealed record ParsedTemplate(ImmutableArray<TemplateNode> Body, ImmutableDictionary<string, ImmutableArray<TemplateNode>> Defined);
