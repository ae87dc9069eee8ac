using AiSre.Clusters.Objects;

namespace AiSre.Clusters;

/// <summary>An event as the API gives it.</summary>
/// <param name="Ref">The event's own name.</param>
/// <param name="Json">The event, complete with <c>apiVersion</c> and <c>kind</c>, without managed fields.</param>
public sealed record RawEvent(ObjectRef Ref, string Json);
