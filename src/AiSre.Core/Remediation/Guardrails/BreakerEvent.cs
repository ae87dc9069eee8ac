namespace AiSre.Remediation.Guardrails;

/// <summary>Something that opens or closes a breaker.</summary>
/// <param name="Key">Which breaker: that of an application or of a runbook.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="What">What it was about, for people: <c>incident #12</c>, or who reviewed.</param>
public sealed record BreakerEvent(BreakerKey Key, BreakerEventKind Kind, DateTimeOffset At, string What)
{
    /// <summary>The number of the incident; null of a review.</summary>
    public int? Incident { get; init; }
}

public enum BreakerEventKind
{
    /// <summary>A merged change did not help.</summary>
    Failed,

    /// <summary>A merged change was verified.</summary>
    Verified,

    /// <summary>A person looked at what had failed.</summary>
    Reviewed,
}

/// <summary>What a breaker is for.</summary>
/// <param name="Kind">An application or a runbook.</param>
/// <param name="Name">Its name: <c>cluster namespace/name</c> or the runbook's id.</param>
public sealed record BreakerKey(BreakerKind Kind, string Name)
{
    public static BreakerKey Of(ApplicationKey application) => new(BreakerKind.Application, $"{application.Cluster} {application.Name}");

    public static BreakerKey Of(string runbookId) => new(BreakerKind.Runbook, runbookId);

    /// <summary>The application; null where it is that of a runbook.</summary>
    public ApplicationKey? Application => Kind == BreakerKind.Application && Name.Split(' ', 2) is [var cluster, var name] ? new ApplicationKey(cluster, name) : null;

    public override string ToString() => $"the {(Kind == BreakerKind.Application ? "application" : "runbook")} {Name}";
}

public enum BreakerKind
{
    Application,
    Runbook,
}
