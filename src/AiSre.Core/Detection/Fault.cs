using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>What an analyzer concludes from what it saw: which cause, and where a person would go to fix it.</summary>
/// <param name="Code">The cause.</param>
/// <param name="Object">The object at fault.</param>
/// <param name="Shared">What others that suffer alike have in common, where that is another object: the registry, the ConfigMap, the node.</param>
public sealed record Fault(RootCause Code, ObjectRef Object, ObjectRef? Shared = null)
{
    /// <summary>What names the cause: equal for everything that suffers from it.</summary>
    public ObjectRef Anchor => Shared ?? Object;
}
