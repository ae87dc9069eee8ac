using System.Diagnostics.CodeAnalysis;

namespace AiSre.Remediation.Guardrails;

/// <summary>Something that was looked up, or why it is not known. What nobody looked up is not known.</summary>
/// <typeparam name="T">What it is.</typeparam>
public readonly record struct Fact<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly string? _problem;

    private Fact(T? value, string? problem, bool isKnown)
    {
        _value = value;
        _problem = problem;
        IsKnown = isKnown;
    }

    [MemberNotNullWhen(true, nameof(_value))]
    public bool IsKnown { get; }

    /// <summary>Why it is not known, one sentence; empty when it is.</summary>
    public string Problem => IsKnown ? "" : _problem ?? "It was not looked up.";

    /// <summary>The value.</summary>
    /// <exception cref="UnknownFactException">It is not known: the gate that asks denies.</exception>
    public T Value => IsKnown ? _value : throw new UnknownFactException(Problem);

    public static implicit operator Fact<T>(T value) => new(value, null, true);

    internal static Fact<T> Unknown(string problem) => new(default, problem, false);
}

/// <summary>Makes facts.</summary>
public static class Fact
{
    public static Fact<T> Known<T>(T value)
        where T : notnull => value;

    /// <param name="problem">Why it is not known, one sentence.</param>
    public static Fact<T> Unknown<T>(string problem)
        where T : notnull => Fact<T>.Unknown(problem);
}

/// <summary>A gate asked for what is not known.</summary>
/// <param name="problem">Why it is not known, one sentence.</param>
public sealed class UnknownFactException(string problem) : Exception(problem);
