using System.ComponentModel.DataAnnotations;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Verification;

/// <summary>How long a merged change is watched; section <c>Verification</c>.</summary>
public sealed class VerificationOptions
{
    public const string Section = "Verification";

    /// <summary>How long everything must stay well before the incident is resolved.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Verification:Soak must be between 0 and a day, such as 00:02:00.")]
    public TimeSpan Soak { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long after the merge it may take until the soak has passed.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00", ErrorMessage = "Verification:Deadline must be between ten seconds and a week, such as 00:15:00.")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often it is looked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage = "Verification:Interval must be between a tenth of a second and an hour, such as 00:00:02.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a change must stay well: what its runbook says, and never less than <see cref="Soak"/>.</summary>
    public TimeSpan SoakOf(Proposal proposal) => proposal.Soak is { } asked && asked > Soak ? asked : Soak;

    /// <summary>How long that may take: what its runbook says, or <see cref="Deadline"/>; whoever has to stay well for longer gets that time on top.</summary>
    public TimeSpan DeadlineOf(Proposal proposal) => (proposal.VerifyWithin ?? Deadline) + (SoakOf(proposal) - Soak);
}
