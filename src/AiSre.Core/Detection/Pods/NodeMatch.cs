using System.Globalization;
using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Whether a node carries the labels that a pod requires of its node.</summary>
/// <remarks>Semantics: component-helpers/scheduling/corev1/nodeaffinity.</remarks>
internal static class NodeMatch
{
    public static bool Fits(PodSpec spec, Node node) =>
        spec.NodeSelector.IsSubsetOf(node.Metadata.Labels) && (spec.Affinity?.NodeAffinity?.Required is not { } required || Fits(required, node));

    /// <summary>Whether one of the terms holds; a selector without terms selects nothing.</summary>
    public static bool Fits(NodeSelector selector, Node node) => selector.NodeSelectorTerms.Any(term =>
        (term.MatchExpressions.Count > 0 || term.MatchFields.Count > 0)
        && term.MatchExpressions.All(one => Labels.Holds(one, node.Metadata.Labels[one.Key]))
        && term.MatchFields.All(one => one.Key != "metadata.name" || Labels.Holds(one, node.Metadata.Name)));

    /// <summary>Whether a toleration covers a taint: component-helpers/scheduling/corev1.</summary>
    public static bool Tolerates(Toleration toleration, Taint taint) =>
        (toleration.Effect.Length == 0 || toleration.Effect == taint.Effect)
        && (toleration.Key.Length == 0 ? toleration.Operator == "Exists" : toleration.Key == taint.Key)
        && (toleration.Operator == "Exists" || toleration.Value == taint.Value);
}

/// <summary>Label selectors.</summary>
internal static class Labels
{
    /// <summary>Whether the labels satisfy the selector; one that asks for nothing selects everything, none selects nothing.</summary>
    public static bool Selects(LabelSelector? selector, StringMap labels) =>
        selector is not null
        && selector.MatchLabels.IsSubsetOf(labels)
        && selector.MatchExpressions.All(one => Holds(one, labels[one.Key]));

    /// <summary>Whether a value (null: there is no such label) satisfies one requirement.</summary>
    public static bool Holds(SelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        "In" => value is not null && requirement.Values.Contains(value),
        "NotIn" => value is null || !requirement.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(value, requirement) > 0,
        "Lt" => Compare(value, requirement) < 0,
        _ => false,
    };

    private static int Compare(string? value, SelectorRequirement requirement) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var left)
        && requirement.Values is [var first, ..] && long.TryParse(first, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : 0;
}
