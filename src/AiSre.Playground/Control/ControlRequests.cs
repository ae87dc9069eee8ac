using AiSre.Playground.World.Registries;

namespace AiSre.Playground.Control;

/// <summary>What to change about a registry; what is null stays.</summary>
/// <param name="Remove">Images it is to lack from now on, such as <c>shop/checkout:1.5.0</c>.</param>
/// <param name="Restore">Images it is to have again.</param>
internal sealed record RegistryChange(RegistryCondition? Condition, bool? NeedsCredentials, IReadOnlyList<string>? Remove, IReadOnlyList<string>? Restore);

/// <summary>What to change about the Kubernetes API; what is null stays.</summary>
internal sealed record KubernetesChange(bool? Reachable, double? DelayMilliseconds, bool? ExpiredWatchesAnswerWithStatus);

/// <summary>A commit to make.</summary>
/// <param name="Branch">The branch; main when not given.</param>
/// <param name="Author">A login; the repository's owner when not given.</param>
/// <param name="Files">Path to text; null deletes.</param>
internal sealed record CommitRequest(string? Branch, string Message, string? Author, Dictionary<string, string?> Files);
