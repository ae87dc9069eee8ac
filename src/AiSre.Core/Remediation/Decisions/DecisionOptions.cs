using System.ComponentModel.DataAnnotations;

namespace AiSre.Remediation.Decisions;

/// <summary>How long proposals wait, and how decisions made on GitHub are noticed; section <c>Decisions</c>.</summary>
public sealed class DecisionOptions
{
    public const string Section = "Decisions";

    /// <summary>How often open pull requests are looked at. Webhooks are faster; this is for when they are not set up or get lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ErrorMessage = "Decisions:PullRequestPollInterval must be between a tenth of a second and a day, such as 00:00:30.")]
    public TimeSpan PullRequestPollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A proposal that nobody decided about for so long is closed, and the incident planned again. A revert waits.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "Decisions:ExpireAfter must be between a minute and 30 days, such as 1.00:00:00.")]
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromDays(1);
}
