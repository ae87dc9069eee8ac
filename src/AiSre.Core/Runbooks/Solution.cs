using System.Collections.Immutable;
using AiSre.Runbooks.Operations;

namespace AiSre.Runbooks;

/// <summary>Typed operations on Git-managed configuration, carried out in order as one change.</summary>
/// <param name="Operations">At least one.</param>
public sealed record Solution(ImmutableArray<SolutionOperation> Operations)
{
    /// <summary>What it does, for people: <c>override the image registry registry-a.example with registry-b.example</c>.</summary>
    public string Summary => string.Join(", then ", Operations.Select(operation => operation.Summary));
}
