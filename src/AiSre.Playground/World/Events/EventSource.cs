namespace AiSre.Playground.World.Events;

/// <summary>Who reports an event.</summary>
/// <param name="Component">Such as <c>kubelet</c>.</param>
/// <param name="Host">The node, for those that have one.</param>
public sealed record EventSource(string Component, string? Host = null);
