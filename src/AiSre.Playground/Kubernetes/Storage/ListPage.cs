namespace AiSre.Playground.Kubernetes.Storage;

/// <summary>One page of a list.</summary>
/// <param name="ResourceVersion">The version the whole list is at; a watch from here misses nothing.</param>
/// <param name="Continue">What to ask the next page with; null on the last page.</param>
/// <param name="Remaining">How many objects follow; null when a selector makes that unknown.</param>
public sealed record ListPage(IReadOnlyList<StoredObject> Items, long ResourceVersion, string? Continue, long? Remaining);
