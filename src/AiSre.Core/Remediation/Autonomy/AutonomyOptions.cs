using System.ComponentModel.DataAnnotations;

namespace AiSre.Remediation.Autonomy;

/// <summary>When a runbook is offered to go further by itself.</summary>
public sealed class AutonomyOptions
{
    public const string Section = "Autonomy";

    /// <summary>How good it surely has to be: the lower bound of <see cref="WilsonBound"/> over its outcomes. 0.8 needs sixteen of sixteen.</summary>
    [Range(0.5, 0.999, ErrorMessage = "Autonomy:PromoteAt must be from 0.5 to 0.999, such as 0.8.")]
    public double PromoteAt { get; set; } = 0.8;

    /// <summary>Outcomes older than this do not count.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Autonomy:Within must be between a day and ten years, such as 180.00:00:00.")]
    public TimeSpan Within { get; set; } = TimeSpan.FromDays(180);
}
