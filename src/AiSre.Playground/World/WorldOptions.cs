namespace AiSre.Playground.World;

/// <summary>How fast the world turns. The defaults are quick; a real cluster takes ten times as long for most of it.</summary>
public sealed record WorldOptions
{
    /// <summary>Whether controllers, scheduler and kubelets run; without them the API keeps objects that nobody acts on.</summary>
    public bool IsRunning { get; init; } = true;

    public int Nodes { get; init; } = 3;

    /// <summary>How long a kubelet takes to pull an image, or to find that it cannot.</summary>
    public TimeSpan PullTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From the start of a container to its being ready.</summary>
    public TimeSpan ReadyTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From the start of a container to its end, where the image makes it fail.</summary>
    public TimeSpan CrashTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an init container runs.</summary>
    public TimeSpan InitTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>From the deletion of a pod to its being gone.</summary>
    public TimeSpan TerminationTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a kubelet looks at a pod that does not work, and says so in events again.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first pause between attempts to pull an image or restart a container; it doubles each time. Kubelets use 10 s.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts. Kubelets use 300 s.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long events are kept.</summary>
    public TimeSpan EventLifetime { get; init; } = TimeSpan.FromHours(1);
}
