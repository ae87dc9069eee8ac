namespace AiSre.GitHub;

/// <summary>What is said about a commit, beside the checks of others.</summary>
/// <param name="Name">Whose word it is: the check's name, the status's context. A later report of the same name takes the place of this one.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">All of it, Markdown.</param>
public sealed record CommitReport(string Name, CommitOutcome Outcome, string Title, string Text);

public enum CommitOutcome
{
    Good,

    /// <summary>Neither good nor bad. A status has no such state and says <c>pending</c>, so that a branch that demands it is not merged on it.</summary>
    Open,
    Bad,
}

/// <summary>Where GitHub shows a report.</summary>
public enum CommitReportPlace
{
    /// <summary>Nowhere: the token may write neither checks nor statuses.</summary>
    Nowhere,

    /// <summary>A check run, which only GitHub Apps may write.</summary>
    CheckRun,

    /// <summary>A commit status: the title, without the text.</summary>
    Status,
}
