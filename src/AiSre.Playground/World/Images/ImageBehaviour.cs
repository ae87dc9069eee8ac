using System.Collections.Immutable;

namespace AiSre.Playground.World.Images;

/// <summary>What a container of an image does once it runs.</summary>
public sealed record ImageBehaviour
{
    /// <summary>Compressed size in bytes.</summary>
    public long Size { get; init; } = 42_318_226;

    /// <summary>The memory it needs, in bytes; a container with a lower limit is killed for it.</summary>
    public decimal WorkingSet { get; init; } = 48m * 1024 * 1024;

    /// <summary>What it writes when it starts.</summary>
    public ImmutableArray<string> StartLog { get; init; } = ["Starting.", "Listening on port 8080."];

    /// <summary>What it writes before it fails.</summary>
    public ImmutableArray<string> CrashLog { get; init; } = ["Fatal: giving up."];

    /// <summary>The exit code it ends with after a moment; null for one that goes on.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The environment variables without which it exits with code 1, naming the first.</summary>
    public ImmutableArray<string> RequiredEnvironment { get; init; } = [];

    /// <summary>Whether its readiness probe succeeds.</summary>
    public bool IsReady { get; init; } = true;
}
