using AiSre.Runbooks;

namespace AiSre.Remediation.Autonomy;

/// <summary>How far a version of a runbook goes by itself in a scope.</summary>
/// <param name="Mode">How far.</param>
/// <param name="Asked">How far its text asks to go there.</param>
/// <param name="Sentence">Why it is so.</param>
public sealed record EffectiveMode(RunbookMode Mode, RunbookMode Asked, string Sentence)
{
    /// <summary>Works it out. Pure.</summary>
    /// <param name="runbook">The version.</param>
    /// <param name="asked">What its text asks for in the scope.</param>
    /// <param name="failure">Which of its tests fails; null when none does.</param>
    /// <param name="newest">The newest record of this version and scope; null when there is none.</param>
    public static EffectiveMode Of(Runbook runbook, RunbookMode asked, string? failure, AutonomyRecord? newest)
    {
        if (asked <= RunbookMode.Propose)
        {
            return new EffectiveMode(asked, asked, asked == RunbookMode.Advise ? "Its text asks to advise only." : "Its text asks that a person decides.");
        }

        if (failure is not null)
        {
            return new EffectiveMode(RunbookMode.Propose, asked, $"A person decides, since {failure}");
        }

        if (newest is { Mode: <= RunbookMode.Propose })
        {
            return new EffectiveMode(newest.Mode, asked, $"A person decides since {newest.By} set it back: {newest.Because}");
        }

        if (asked == RunbookMode.Shadow)
        {
            return new EffectiveMode(RunbookMode.Shadow, asked, "Its text asks to decide in the shadow: a person decides, and AiSre notes what it would have done.");
        }

        if (runbook.Tests.IsEmpty)
        {
            return new EffectiveMode(RunbookMode.Shadow, asked, "It decides in the shadow, since it has no tests; without any it never merges by itself.");
        }

        return newest is { Mode: RunbookMode.Automatic }
            ? new EffectiveMode(RunbookMode.Automatic, asked, $"{newest.By} let it merge by itself where guardrails allow it: {newest.Because}")
            : new EffectiveMode(RunbookMode.Shadow, asked, "It decides in the shadow until its outcomes have earned more and a person lets it.");
    }
}
