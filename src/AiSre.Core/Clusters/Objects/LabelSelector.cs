namespace AiSre.Clusters.Objects;

/// <summary>Selects objects by their labels: all pairs and all requirements must hold. One that asks for nothing selects everything.</summary>
public sealed record LabelSelector
{
    public StringMap MatchLabels { get; init => field = value ?? StringMap.Empty; } = StringMap.Empty;

    public IReadOnlyList<SelectorRequirement> MatchExpressions { get; init => field = value.WithoutNulls(); } = [];
}
