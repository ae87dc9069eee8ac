using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

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

    /// <summary>How many different people have to approve a change before it is merged.</summary>
    [Range(1, 10, ErrorMessage = "Decisions:Quorum must be between 1 and 10.")]
    public int Quorum { get; set; } = 1;

    /// <summary>Whether who wrote the version of a runbook may not approve what comes from it.</summary>
    public bool SeparateDuties { get; set; }

    /// <summary>People whose reviews on GitHub count as their decisions here.</summary>
    [ValidateEnumeratedItems]
    public IList<DecidingPerson> People { get; } = [];
}

/// <summary>Somebody who decides here and on GitHub.</summary>
public sealed class DecidingPerson
{
    /// <summary>The name that decisions are recorded under.</summary>
    [Required(ErrorMessage = "Decisions:People needs a Name for each entry: the name that AiSre knows the person by.")]
    public string Name { get; set; } = "";

    /// <summary>The login on GitHub.</summary>
    [Required(ErrorMessage = "Decisions:People needs a GitHub for each entry: the person's login.")]
    public string GitHub { get; set; } = "";
}
