using System.Buffers;
using System.Text.RegularExpressions;

namespace AiSre.Detection.Logs;

/// <summary>One wording and what it means.</summary>
/// <remarks>
/// The expression may name the groups <c>host</c>, <c>port</c> and <c>subject</c>. It is matched without backtracking, so no line takes longer than
/// its length, and only on lines that hold one of the triggers.
/// </remarks>
internal sealed class LogRule
{
    private readonly Lazy<Regex> regex;
    private readonly SearchValues<string> triggers;

    /// <param name="code">What it means.</param>
    /// <param name="pattern">The wording; case is ignored.</param>
    /// <param name="triggers">Words of which every match holds at least one.</param>
    public LogRule(RootCause code, string pattern, params string[] triggers)
    {
        Code = code;
        Triggers = triggers;
        this.triggers = SearchValues.Create(triggers, StringComparison.OrdinalIgnoreCase);
        regex = new Lazy<Regex>(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
    }

    public RootCause Code { get; }

    public IReadOnlyList<string> Triggers { get; }

    public Telling Telling { get; init; } = Telling.Specific;

    public LogRuntime Runtime { get; init; }

    /// <summary>Whether it counts only for a run that has ended in failure, since a running process says so about single requests too.</summary>
    public bool CrashOnly { get; init; }

    /// <summary>Whether a living process that says so again and again lacks what it needs.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Whether the process cannot go on after it.</summary>
    public bool IsFatal { get; init; }

    /// <summary>Whether an address elsewhere in the line is the host it speaks of.</summary>
    public bool Addressed { get; init; }

    /// <summary>Whether it tells nothing where the line names no host.</summary>
    public bool NeedsHost { get; init; }

    public Match? Match(string text) => text.AsSpan().ContainsAny(triggers) && regex.Value.Match(text) is { Success: true } match ? match : null;
}
