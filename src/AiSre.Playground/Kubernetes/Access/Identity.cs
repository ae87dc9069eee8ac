using System.Collections.Immutable;

namespace AiSre.Playground.Kubernetes.Access;

/// <summary>Who a bearer token stands for, and what they may do.</summary>
/// <param name="User">The name as messages give it, such as <c>system:serviceaccount:aisre:aisre</c>.</param>
public sealed record Identity(string User, ImmutableArray<PolicyRule> Rules)
{
    /// <summary>May do everything.</summary>
    public static Identity Admin { get; } = new("kubernetes-admin", [new() { Verbs = ["*"] }]);

    /// <summary>May read everything but Secrets, and ask what it may do; what AiSre is given.</summary>
    public static Identity Reader { get; } = new("system:serviceaccount:aisre:aisre",
    [
        new() { Verbs = ["get", "list", "watch"], Except = ["secrets"] },
        new() { Verbs = ["create"], Groups = ["authorization.k8s.io"], Resources = ["selfsubjectaccessreviews"] },
    ]);

    /// <summary>A rule to add to an identity that may also try writes out, without making them.</summary>
    public static PolicyRule DryRunWrites { get; } = new() { Verbs = ["create", "update", "patch", "delete"], Except = ["secrets"], DryRunOnly = true };

    public bool May(string verb, string group, string resource, bool isDryRun = false) =>
        Rules.Any(rule => rule.Allows(verb, group, resource, isDryRun));
}
