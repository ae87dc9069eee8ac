namespace AiSre.Clusters.Objects;

/// <summary>An object of a kind that no rule reads yet: it is there, and has a name, labels and owners.</summary>
public sealed record OtherObject() : KubeObject("", "");
