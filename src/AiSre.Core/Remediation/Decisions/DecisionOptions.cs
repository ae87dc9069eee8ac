using System.ComponentModel.DataAnnotations;

namespace AiSre.Remediation.Decisions;

/// <summary>How decisions made on GitHub are noticed; section <c>Decisions</c>.</summary>
public sealed class DecisionOptions
{
    public const string Section = "Decisions";

    /// <summary>How often open pull requests are looked at. Webhooks are faster; this is for when they are not set up or get lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ErrorMessage = "Decisions:PullRequestPollInterval must be between a tenth of a second and a day, such as 00:00:30.")]
    public TimeSpan PullRequestPollInterval { get; set; } = TimeSpan.FromSeconds(30);
}
