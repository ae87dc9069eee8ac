using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Selectors;

/// <summary>Which objects of a kind a list or watch is about.</summary>
/// <param name="Namespace">One namespace; null for all.</param>
public sealed record ObjectFilter(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public static ObjectFilter Everything { get; } = new(null, LabelSelector.Everything, FieldSelector.Everything);

    /// <summary>Whether anything beside the namespace is asked for.</summary>
    public bool IsSelective => !Labels.IsEverything || !Fields.IsEverything;

    public bool Matches(StoredObject obj) =>
        (Namespace is null || obj.Namespace == Namespace) && Labels.Matches(obj.Labels) && Fields.Matches(obj);
}
