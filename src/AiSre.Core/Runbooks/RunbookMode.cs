using System.Collections.Immutable;

namespace AiSre.Runbooks;

/// <summary>How far a runbook goes by itself, from the least to the most.</summary>
public enum RunbookMode
{
    /// <summary>It tells what to do; no pull request is opened.</summary>
    Advise,

    /// <summary>A pull request is opened, and a person decides.</summary>
    Propose,

    /// <summary>As before, and AiSre writes down whether it would have merged. A person still decides.</summary>
    Shadow,

    /// <summary>AiSre merges by itself where the guardrails allow it.</summary>
    Automatic,
}

/// <summary>A mode, and where it is for.</summary>
/// <param name="Where">Where; <see cref="RunbookScope.Everywhere"/> for all that no earlier one is for.</param>
/// <param name="Mode">The mode that the runbook asks for there.</param>
public sealed record ScopedMode(RunbookScope Where, RunbookMode Mode);

/// <summary>The modes that a runbook asks for.</summary>
/// <param name="Scopes">The first that covers everything an incident is about counts; never empty.</param>
public sealed record RunbookModes(ImmutableArray<ScopedMode> Scopes)
{
    /// <summary>What a runbook that says nothing asks for.</summary>
    public static RunbookModes Default { get; } = new([new ScopedMode(RunbookScope.Everywhere, RunbookMode.Propose)]);
}
