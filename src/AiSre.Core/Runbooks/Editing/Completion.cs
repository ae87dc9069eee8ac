using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AiSre.Runbooks.Editing;

/// <summary>What can be written at a place of a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="From">The column at which what is replaced begins, from 1.</param>
/// <param name="To">The column after it.</param>
/// <param name="Items">The best first; empty where nothing is known.</param>
public sealed record Completions(int Line, int From, int To, ImmutableArray<Completion> Items)
{
    /// <summary>Nothing.</summary>
    public static Completions None { get; } = new(1, 1, 1, []);
}

/// <summary>One thing that can be written.</summary>
/// <param name="Label">What people read.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Insert">What is written, with <c>$1</c>, <c>$2</c>, … where the cursor goes; lines are indented already.</param>
public sealed record Completion(string Label, CompletionKind Kind, string Insert)
{
    /// <summary>A few words beside the label; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>What it means, in Markdown; null where nothing is known.</summary>
    public string? Meaning { get; init; }

    /// <summary>Whether the first place that the cursor goes to has completions itself.</summary>
    public bool AsksOn { get; init; }
}

/// <summary>What a completion is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CompletionKind>))]
public enum CompletionKind
{
    /// <summary>A key of a mapping.</summary>
    Key,

    /// <summary>An operation of a solution.</summary>
    Operation,

    /// <summary>A value.</summary>
    Value,

    /// <summary>A heading of the prose.</summary>
    Heading,
}

/// <summary>What a word of a text means.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="From">The column at which it begins, from 1.</param>
/// <param name="To">The column after it.</param>
/// <param name="Text">The meaning, in Markdown.</param>
public sealed record Meaning(int Line, int From, int To, string Text);
