using System.Collections.Immutable;

namespace AiSre.Playground.Kubernetes.Access;

/// <summary>One rule of a role, as in RBAC; <c>*</c> stands for all.</summary>
public sealed record PolicyRule
{
    public required ImmutableArray<string> Verbs { get; init; }

    public ImmutableArray<string> Groups { get; init; } = ["*"];

    public ImmutableArray<string> Resources { get; init; } = ["*"];

    /// <summary>Resources this rule does not give, although <see cref="Resources"/> would. RBAC itself lists the others one by one.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Gives its verbs for requests with <c>dryRun=All</c> only, as an admission policy on top of RBAC would.</summary>
    public bool DryRunOnly { get; init; }

    public bool Allows(string verb, string group, string resource, bool isDryRun) =>
        (isDryRun || !DryRunOnly) && Has(Verbs, verb) && Has(Groups, group) && Has(Resources, resource) && !Except.Contains(resource);

    private static bool Has(ImmutableArray<string> values, string value) => values.Contains("*") || values.Contains(value);
}
