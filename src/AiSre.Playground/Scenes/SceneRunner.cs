using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;

namespace AiSre.Playground.Scenes;

/// <summary>Plays the scene of a running playground: once all is well and the time has come, the fault; once only.</summary>
public sealed class SceneRunner(PlaygroundHost playground)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private int hasBroken;

    /// <summary>Whether the fault has come.</summary>
    public bool HasBroken => Volatile.Read(ref hasBroken) == 1;

    /// <summary>Waits until every application is synced and healthy.</summary>
    public async Task AllWellAsync(CancellationToken cancellation)
    {
        using var beat = new PeriodicTimer(Beat, playground.Options.Time);
        while (!IsAllWell())
        {
            await beat.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>Waits for the time of the fault, and for all being well before it, and lets it happen.</summary>
    public async Task PlayAsync(TimeSpan faultAfter, CancellationToken cancellation)
    {
        await Task.WhenAll(Task.Delay(faultAfter, playground.Options.Time, cancellation), AllWellAsync(cancellation));
        await BreakAsync(cancellation);
    }

    /// <summary>Lets the fault happen now, unless it has.</summary>
    public Task BreakAsync(CancellationToken cancellation) =>
        playground.Options.Scene is { } scene && Interlocked.Exchange(ref hasBroken, 1) == 0
            ? scene.BreakAsync(playground, cancellation)
            : Task.CompletedTask;

    private bool IsAllWell()
    {
        var applications = playground.Cluster.List(KnownKinds.Application).Select(application => application.ToJson()).ToList();
        return applications.Count > 0 && applications.All(IsWell);
    }

    private static bool IsWell(JsonObject application) =>
        application.Text("status", "sync", "status") == "Synced" && application.Text("status", "health", "status") == "Healthy";
}
