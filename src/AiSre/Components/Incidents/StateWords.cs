using AiSre.Incidents;

namespace AiSre.Components.Incidents;

/// <summary>Where an incident is, in words for the person on call.</summary>
/// <param name="Text">A few words, such as “Waiting for your decision”.</param>
/// <param name="Tone">What kind of news that is; decides colour and icon, never alone.</param>
public sealed record StateWords(string Text, StateTone Tone)
{
    /// <summary>The words for an incident's state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isBlocked">Whether a problem stands in the way of the pending work.</param>
    /// <param name="verified">What verification has seen so far: <see cref="TimelineKind.Synced"/>, <see cref="TimelineKind.Healthy"/>, or nothing yet.</param>
    /// <param name="isStillBroken">Whether its symptoms still show although it is over.</param>
    public static StateWords Of(IncidentState state, bool isBlocked, TimelineKind? verified, bool isStillBroken = false)
    {
        var (text, tone) = state switch
        {
            IncidentState.Detected => ("Keeping evidence", StateTone.Working),
            IncidentState.EvidenceKept => ("Finding the cause", StateTone.Working),
            IncidentState.Diagnosed => ("Looking for a runbook", StateTone.Working),
            IncidentState.NeedsPerson => ("Needs a person", StateTone.Blocked),
            IncidentState.RunbookMatched => ("Preparing the change", StateTone.Working),
            IncidentState.AwaitingDecision => ("Waiting for your decision", StateTone.Waiting),
            IncidentState.Approved => ("Approved: merging", StateTone.Working),
            IncidentState.Rejecting => ("Rejected: closing the pull request", StateTone.Working),
            IncidentState.Withdrawing => ("Withdrawn: closing the pull request", StateTone.Working),
            IncidentState.Verifying => (Verifying(verified), StateTone.Working),
            IncidentState.Reverting => ("It did not help: preparing the revert", StateTone.Working),
            IncidentState.Recovering => ("Healed by itself: closing", StateTone.Working),
            IncidentState.Flapping => ("Flapping: broken now", StateTone.Working),
            IncidentState.Calming => ("Flapping: well now", StateTone.Working),
            IncidentState.Resolved => ("Resolved", StateTone.Good),
            IncidentState.Rejected => ("Rejected", StateTone.Ended),
            IncidentState.Recovered => ("Healed by itself", StateTone.Good),
            IncidentState.Failed => ("The change did not help", StateTone.Bad),
            _ => (state.ToString(), StateTone.Working),
        };
        if (isStillBroken)
        {
            return new($"{text}: still broken", StateTone.Bad);
        }

        return isBlocked && tone == StateTone.Working ? new($"Blocked: {char.ToLowerInvariant(text[0])}{text[1..]}", StateTone.Blocked) : new(text, tone);
    }

    private static string Verifying(TimelineKind? verified) => verified switch
    {
        TimelineKind.Healthy => "Verifying: watching that it stays healthy",
        TimelineKind.Synced => "Verifying: waiting for healthy",
        _ => "Verifying: waiting for sync",
    };
}

/// <summary>What kind of news a state is.</summary>
public enum StateTone
{
    /// <summary>AiSre is at it; nothing to do.</summary>
    Working,

    /// <summary>A person is asked to decide.</summary>
    Waiting,

    /// <summary>Nothing goes on until somebody acts.</summary>
    Blocked,

    /// <summary>Over, and well.</summary>
    Good,

    /// <summary>Over, by decision.</summary>
    Ended,

    /// <summary>Over, and not well.</summary>
    Bad,
}
