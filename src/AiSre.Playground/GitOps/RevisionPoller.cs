using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps;

/// <summary>Looks for new commits at every interval and has the applications that follow them compared.</summary>
internal sealed class RevisionPoller(ClusterStore store, GitSources sources, ApplicationController controller, GitOpsOptions options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.PollInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Poll();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The playground ends.
        }
    }

    private void Poll()
    {
        // Fifty applications of one repository ask it once.
        var heads = new Dictionary<(string RepoUrl, string Revision), string?>();
        foreach (var stored in store.List(KnownKinds.Application))
        {
            var application = stored.ToJson();
            if (application.Child("spec", "source") is null && application.Child("spec", "sourceHydrator") is null)
            {
                continue;
            }

            // Of a hydrated application it is the dry commit that is new first.
            var dry = ApplicationSource.DryOf(application);
            var source = dry ?? ApplicationSource.Of(application);
            var target = (source.RepoUrl, source.TargetRevision);
            if (!heads.TryGetValue(target, out var head))
            {
                heads[target] = head = Resolve(source);
            }

            if (head != (dry is null ? application.Text("status", "sync", "revision") : application.Text("status", "sourceHydrator", "lastSuccessfulOperation", "drySHA")))
            {
                controller.Refresh(stored.Name);
            }
        }
    }

    private string? Resolve(ApplicationSource source)
    {
        try
        {
            return sources.Resolve(source.RepoUrl, source.TargetRevision);
        }
        catch (SourceException)
        {
            // The comparison meets the same error and reports it on the application.
            return null;
        }
    }
}
