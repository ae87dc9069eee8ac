using System.Collections.Immutable;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>What a platform team wrote: how far runbooks may go by themselves.</summary>
/// <remarks>
/// One YAML file; keys that are not named in docs/guardrails.md are errors. Without <see cref="Automatic"/> nothing is automatic; rules only ever
/// restrict, each by itself, so that neither their order nor one more of them allows anything.
/// <code>
/// environments:
///   development: {criticality: low, clusters: [dev-*]}
///   production: {criticality: critical, clusters: [prod-*]}
/// automatic:
///   - environments: [development]
/// rules:
///   - name: small steps
///     blast-radius: {objects: 3, replicas: 20}
/// </code>
/// </remarks>
public sealed record GuardrailFile
{
    /// <summary>What holds where there are no guardrails.</summary>
    public static GuardrailFile None { get; } = new();

    /// <summary>What places are called, and how critical they are.</summary>
    public ImmutableArray<EnvironmentDefinition> Environments { get; init; } = [];

    /// <summary>Where changes may be merged without a person; each place of a change has to be covered by one of these.</summary>
    public ImmutableArray<AutomaticScope> Automatic { get; init; } = [];

    /// <summary>What holds besides.</summary>
    public ImmutableArray<GuardrailRule> Rules { get; init; } = [];

    /// <summary>Calendars whose events are freezes.</summary>
    public ImmutableArray<CalendarDefinition> Calendars { get; init; } = [];
}

/// <summary>A kind of places.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Criticality">How much depends on it.</param>
/// <param name="Clusters">Names of clusters; empty for all.</param>
/// <param name="Namespaces">Namespaces; empty for all.</param>
public sealed record EnvironmentDefinition(string Name, Criticality Criticality, Patterns Clusters, Patterns Namespaces);

/// <summary>How much depends on a place. A place that no environment names is <see cref="Critical"/>.</summary>
public enum Criticality
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>Where, and up to which risk, changes may be merged without a person.</summary>
/// <param name="Where">The places.</param>
/// <param name="Risk">The highest risk; never <see cref="Guardrails.Risk.RiskLevel.High"/>.</param>
public sealed record AutomaticScope(GuardrailScope Where, Risk.RiskLevel Risk);

/// <summary>A calendar (RFC 5545) whose events are freezes.</summary>
/// <param name="Name">How rules name it.</param>
/// <param name="TimeZone">The IANA time zone of days and times without one.</param>
/// <param name="Text">Its content; null where <paramref name="File"/> has it.</param>
/// <param name="File">A file in the folder of calendars; null where <paramref name="Text"/> has it.</param>
public sealed record CalendarDefinition(string Name, string TimeZone, string? Text, string? File);
