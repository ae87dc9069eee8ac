using System.ComponentModel.DataAnnotations;

namespace AiSre.Incidents.LifeCycle;

/// <summary>When an incident counts as recovered, as the same again, and as flapping; section <c>Incidents</c>.</summary>
public sealed class LifeCycleOptions
{
    public const string Section = "Incidents";

    /// <summary>How long everything must be gone, and the workloads be well, before an incident counts as recovered.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Incidents:RecoveryTime must be between 0 and an hour, such as 00:00:05.")]
    public TimeSpan RecoveryTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after its recovery an incident is opened again when its cause is back; later it becomes a new one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Incidents:ReopenWithin must be between 0 and a day, such as 00:30:00.")]
    public TimeSpan ReopenWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>An incident that opens so often within <see cref="FlapWithin"/> is flapping.</summary>
    [Range(2, 100, ErrorMessage = "Incidents:FlapCount must be between 2 and 100.")]
    public int FlapCount { get; set; } = 3;

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Incidents:FlapWithin must be between a minute and a day, such as 01:00:00.")]
    public TimeSpan FlapWithin { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A flapping incident goes on once it was broken, or well, for so long without a break.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Incidents:CalmAfter must be between a second and a day, such as 00:10:00.")]
    public TimeSpan CalmAfter { get; set; } = TimeSpan.FromMinutes(10);
}
