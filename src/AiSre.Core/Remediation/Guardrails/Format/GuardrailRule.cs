using System.Collections.Immutable;
using AiSre.Remediation.Guardrails.Risk;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>What has to hold of a change besides, where the rule is for it.</summary>
public sealed record GuardrailRule
{
    /// <summary>What people call it; each rule has another name.</summary>
    public required string Name { get; init; }

    /// <summary>The places it is for: it counts when a change is for any of them.</summary>
    public GuardrailScope Where { get; init; } = GuardrailScope.Everywhere;

    /// <summary>What it says whatever the change is; null for a rule with limits.</summary>
    public GuardrailOutcome? Always { get; init; }

    /// <summary>What it says of a change that breaks one of its limits.</summary>
    public GuardrailOutcome Otherwise { get; init; } = GuardrailOutcome.RequireApproval;

    /// <summary>Repositories, as <c>host/owner/name</c>.</summary>
    public Patterns? Repositories { get; init; }

    /// <summary>Files of the repository.</summary>
    public PathLimit? Paths { get; init; }

    /// <summary>Kinds of objects that may change.</summary>
    public Patterns? Kinds { get; init; }

    /// <summary>Fields that may change, with all that is below them.</summary>
    public Patterns? Fields { get; init; }

    /// <summary>Bounds of values.</summary>
    public ValueLimits? Values { get; init; }

    public BlastRadius? BlastRadius { get; init; }

    /// <summary>The highest criticality.</summary>
    public CriticalityLimit? Criticality { get; init; }

    /// <summary>The highest risk.</summary>
    public RiskLimit? Risk { get; init; }

    /// <summary>When.</summary>
    public OpenHours? Hours { get; init; }

    /// <summary>Names of calendars.</summary>
    public FreezeLimit? Freeze { get; init; }

    public RateLimit? Rate { get; init; }

    public BreakerLimit? Breaker { get; init; }
}

/// <param name="Patterns">Of which one has to fit each file.</param>
public sealed record PathLimit(ImmutableArray<PathPattern> Patterns);

/// <param name="Bounds">All that fit a field count.</param>
public sealed record ValueLimits(ImmutableArray<ValueBound> Bounds);

/// <summary>Bounds of a field's value.</summary>
/// <param name="Field">The field's path, such as <c>spec.replicas</c> or <c>*.resources.limits.memory</c>.</param>
public sealed record ValueBound(Runbooks.Glob Field)
{
    public Runbooks.Operations.ResourceQuantity? AtLeast { get; init; }

    public Runbooks.Operations.ResourceQuantity? AtMost { get; init; }

    /// <summary>By how many times the value may grow or shrink; null for any.</summary>
    public decimal? Factor { get; init; }

    /// <summary>What texts have to fit; null for any.</summary>
    public Patterns? OneOf { get; init; }
}

/// <summary>How much a change may touch; null where any number.</summary>
public sealed record BlastRadius
{
    public int? Objects { get; init; }

    /// <summary>Pods of the workloads that change.</summary>
    public int? Replicas { get; init; }

    public int? Applications { get; init; }

    public int? Clusters { get; init; }
}

/// <param name="AtMost">The highest that is within.</param>
public sealed record CriticalityLimit(Criticality AtMost);

/// <param name="AtMost">The highest that is within.</param>
public sealed record RiskLimit(RiskLevel AtMost);

/// <param name="Calendars">Their names.</param>
public sealed record FreezeLimit(ImmutableArray<string> Calendars);

/// <summary>How often changes may be merged without a person; null where as often as may be.</summary>
public sealed record RateLimit
{
    public Rate? PerApplication { get; init; }

    public Rate? PerCluster { get; init; }

    public Rate? Fleet { get; init; }
}

/// <param name="Number">How many.</param>
/// <param name="Within">In any span of this length.</param>
public sealed record Rate(int Number, TimeSpan Within)
{
    public override string ToString() => $"{Number} in {Duration.Words(Within)}";
}

/// <param name="Failures">As many failed verifications open the breaker.</param>
/// <param name="Within">In any span of this length.</param>
public sealed record BreakerLimit(int Failures, TimeSpan Within)
{
    /// <summary>What holds whatever a file says; rules may be stricter.</summary>
    public static BreakerLimit Always { get; } = new(2, TimeSpan.FromDays(7));
}
