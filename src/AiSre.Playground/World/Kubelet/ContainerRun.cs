using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Api;
using AiSre.Playground.Kubernetes.Storage;
using AiSre.Playground.World.Events;
using AiSre.Playground.World.Images;
using AiSre.Playground.World.Registries;

namespace AiSre.Playground.World.Kubelet;

/// <summary>
/// One container on its way through the kubelet: image, configuration, start, readiness, end, and again. Each step
/// says when the next one is due; nothing waits on a thread.
/// </summary>
internal sealed class ContainerRun
{
    private readonly KubeletServices kubelet;
    private readonly StoredObject pod;
    private readonly JsonObject podSpec;
    private readonly JsonObject spec;
    private readonly EventSource source;
    private readonly string node;
    private readonly bool isInit;
    private readonly BackOff pullBackOff;
    private readonly BackOff crashBackOff;
    private readonly ImageReference? reference;
    private Action next;
    private string? pullError;
    private DateTimeOffset resumeAt;
    private DateTimeOffset pullStarted;
    private DateTimeOffset startedAt;
    private int crashes;

    public ContainerRun(KubeletServices kubelet, StoredObject pod, JsonObject podSpec, JsonObject spec, bool isInit)
    {
        (this.kubelet, this.pod, this.podSpec, this.spec, this.isInit) = (kubelet, pod, podSpec, spec, isInit);
        node = podSpec.Text("nodeName")!;
        source = new("kubelet", node);
        pullBackOff = new(kubelet.Options);
        crashBackOff = new(kubelet.Options);
        reference = ImageReference.Parse(Image);
        State = ContainerStates.Waiting(podSpec.Items("initContainers").Any() && !isInit ? "PodInitializing" : "ContainerCreating");
        next = PrepareImage;
        Due = DateTimeOffset.MinValue;
    }

    public string Name => spec.Text("name")!;

    /// <summary>The image as the manifest writes it.</summary>
    public string Image => spec.Text("image")!;

    /// <summary>When the next step is to be taken; the far future when the container just runs or has ended.</summary>
    public DateTimeOffset Due { get; private set; }

    public JsonObject State { get; private set; }

    public JsonObject LastState { get; private set; } = [];

    public bool IsReady { get; private set; }

    public int Restarts { get; private set; }

    public bool IsRunning => State.ContainsKey("running");

    /// <summary>Ended for good, with exit code 0.</summary>
    public bool HasSucceeded => State.Number("terminated", "exitCode") == 0 && Due == DateTimeOffset.MaxValue;

    /// <summary>Ended for good, with another exit code.</summary>
    public bool HasFailed => State.Number("terminated", "exitCode") is not (null or 0) && Due == DateTimeOffset.MaxValue;

    /// <summary>Whether it has run before or runs now, which makes the pod's phase Running.</summary>
    public bool HasEverRun => !State.ContainsKey("waiting") || LastState.Count > 0;

    private ImageBehaviour Behaviour => kubelet.Images.Find(reference!);

    private string FieldPath => $"spec.{(isInit ? "initContainers" : "containers")}{{{Name}}}";

    private string ImageId => $"{reference!.Host}/{reference.Repository}@sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{reference.Repository}:{reference.Version}")))}";

    private string ContainerId { get; set; } = "";

    /// <summary>Takes every step that is due.</summary>
    public void Advance()
    {
        for (var now = kubelet.Now; Due <= now; now = kubelet.Now)
        {
            next();
        }
    }

    /// <summary>Says that the container is being stopped, if it runs.</summary>
    public void AnnounceKilling()
    {
        if (IsRunning)
        {
            Normal("Killing", $"Stopping container {Name}");
        }
    }

    /// <summary>The container's entry in the pod's status.</summary>
    public JsonObject ToStatus() => new()
    {
        ["name"] = Name,
        ["state"] = State.Copy(),
        ["lastState"] = LastState.Copy(),
        ["ready"] = IsReady,
        ["restartCount"] = Restarts,
        ["image"] = Image,
        ["imageID"] = HasEverRun ? ImageId : "",
        ["started"] = IsRunning,
        ["containerID"] = HasEverRun ? ContainerId : null,
    };

    private void PrepareImage()
    {
        if (reference is null)
        {
            var why = $"Failed to apply default image tag \"{Image}\": couldn't parse image name \"{Image}\": invalid reference format";
            Warning("InspectFailed", why);
            Warning("Failed", "Error: InvalidImageName");
            State = ContainerStates.Waiting("InvalidImageName", why);
            After(kubelet.Options.SyncInterval, PrepareImage);
            return;
        }

        var policy = spec.Text("imagePullPolicy");
        if (policy != "Always" && kubelet.OnNodes.Has(node, reference.ToString()))
        {
            Normal("Pulled", $"Container image \"{Image}\" already present on machine");
            Create();
        }
        else if (policy == "Never")
        {
            var why = $"Container image \"{Image}\" is not present with pull policy of Never";
            Warning("ErrImageNeverPull", why);
            Warning("Failed", "Error: ErrImageNeverPull");
            State = ContainerStates.Waiting("ErrImageNeverPull", why);
            After(kubelet.Options.SyncInterval, PrepareImage);
        }
        else
        {
            Normal("Pulling", $"Pulling image \"{Image}\"");
            pullStarted = kubelet.Now;
            After(kubelet.Options.PullTime, FinishPull);
        }
    }

    private void FinishPull()
    {
        var hasLogin = PodConfiguration.HasLogin(podSpec, reference!.Host, pod.Namespace!, kubelet.Store);
        pullError = kubelet.Registries.Refusal(reference, hasLogin);
        if (pullError is null)
        {
            var took = $"{(int)(kubelet.Now - pullStarted).TotalMilliseconds}ms";
            kubelet.OnNodes.Add(node, reference.ToString());
            pullBackOff.Reset();
            Normal("Pulled", $"Successfully pulled image \"{Image}\" in {took} ({took} including waiting). Image size: {Behaviour.Size} bytes.");
            Create();
            return;
        }

        Warning("Failed", $"Failed to pull image \"{Image}\": {pullError}");
        Warning("Failed", "Error: ErrImagePull");
        State = ContainerStates.Waiting("ErrImagePull", pullError);
        var pause = pullBackOff.Next();
        resumeAt = kubelet.Now + pause;
        After(TimeSpan.FromTicks(Math.Min(kubelet.Options.SyncInterval.Ticks, pause.Ticks / 2)), BackOffPulling);
    }

    private void BackOffPulling()
    {
        Normal("BackOff", $"Back-off pulling image \"{Image}\"");
        Warning("Failed", "Error: ImagePullBackOff");
        State = ContainerStates.Waiting("ImagePullBackOff", $"Back-off pulling image \"{Image}\": ErrImagePull: {pullError}");
        WaitOrGoOn(BackOffPulling, PrepareImage);
    }

    private void Create()
    {
        if (PodConfiguration.MissingFor(spec, pod.Namespace!, kubelet.Store) is { } missing)
        {
            Warning("Failed", $"Error: {missing}");
            State = ContainerStates.Waiting("CreateContainerConfigError", missing);
            After(kubelet.Options.SyncInterval, PrepareImage);
            return;
        }

        ContainerId = $"containerd://{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        startedAt = kubelet.Now;
        State = ContainerStates.Running(startedAt);
        Normal("Created", $"Created container: {Name}");
        Normal("Started", $"Started container {Name}");
        kubelet.Logs.Begin(pod.Uid, Name);
        Write(Behaviour.StartLog);
        if (isInit)
        {
            After(kubelet.Options.InitTime, () => End(Behaviour.ExitCode ?? 0, Behaviour.ExitCode is null or 0 ? "Completed" : "Error"));
        }
        else if (MemoryLimit() is { } limit && limit < Behaviour.WorkingSet)
        {
            // The kernel gives no last words: the log just stops.
            After(kubelet.Options.CrashTime, () => End(137, "OOMKilled"));
        }
        else if (MissingVariable() is { } variable)
        {
            After(kubelet.Options.CrashTime, () => Crash(1, [$"Fatal: the environment variable {variable} is not set."]));
        }
        else if (Behaviour.ExitCode is { } code)
        {
            After(kubelet.Options.CrashTime, () => Crash(code, Behaviour.CrashLog));
        }
        else
        {
            After(kubelet.Options.ReadyTime, Probe);
        }
    }

    private void Probe()
    {
        if (Behaviour.IsReady || !spec.ContainsKey("readinessProbe"))
        {
            IsReady = true;
            Rest();
            return;
        }

        Warning("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
        After(TimeSpan.FromSeconds(spec.Number("readinessProbe", "periodSeconds") ?? 10), Probe);
    }

    private void Crash(int exitCode, IEnumerable<string> lastWords)
    {
        Write(lastWords);
        End(exitCode, exitCode == 0 ? "Completed" : "Error");
    }

    private void End(int exitCode, string reason)
    {
        IsReady = false;
        State = ContainerStates.Terminated(exitCode, reason, startedAt, kubelet.Now, ContainerId);
        var policy = podSpec.Text("restartPolicy");
        if (policy == "Never" || (exitCode == 0 && (policy == "OnFailure" || isInit)))
        {
            Rest();
            return;
        }

        // The first restart follows at once; only a container that fails again is held back.
        if (crashes++ == 0)
        {
            After(kubelet.Options.SyncInterval / 2, Restart);
            return;
        }

        resumeAt = kubelet.Now + crashBackOff.Next();
        After(TimeSpan.FromTicks(Math.Min(kubelet.Options.SyncInterval.Ticks, (resumeAt - kubelet.Now).Ticks / 2)), () => HoldBack(resumeAt - kubelet.Now));
    }

    private void HoldBack(TimeSpan pause)
    {
        if (State["terminated"] is not null)
        {
            LastState = State;
            State = ContainerStates.Waiting("CrashLoopBackOff",
                $"back-off {Words(pause)} restarting failed container={Name} pod={pod.Name}_{pod.Namespace}({pod.Uid})");
        }

        Warning("BackOff", $"Back-off restarting failed container {Name} in pod {pod.Name}_{pod.Namespace}({pod.Uid})");
        WaitOrGoOn(() => HoldBack(pause), Restart);
    }

    private void Restart()
    {
        if (State["terminated"] is not null)
        {
            LastState = State;
        }

        Restarts++;
        PrepareImage();
    }

    /// <summary>Within a pause the kubelet comes by at every sync and says so again.</summary>
    private void WaitOrGoOn(Action wait, Action goOn)
    {
        var left = resumeAt - kubelet.Now;
        if (left <= kubelet.Options.SyncInterval)
        {
            After(left, goOn);
        }
        else
        {
            After(kubelet.Options.SyncInterval, wait);
        }
    }

    private void After(TimeSpan delay, Action step) => (Due, next) = (kubelet.Now + delay, step);

    private void Rest() => (Due, next) = (DateTimeOffset.MaxValue, static () => { });

    private decimal? MemoryLimit() => spec.Text("resources", "limits", "memory") is { } text && Quantity.TryParse(text, out var bytes) ? bytes : null;

    private string? MissingVariable()
    {
        if (Behaviour.RequiredEnvironment.IsEmpty)
        {
            return null;
        }

        var present = PodConfiguration.Environment(spec, pod.Namespace!, kubelet.Store);
        return Behaviour.RequiredEnvironment.FirstOrDefault(variable => !present.Contains(variable));
    }

    private void Write(IEnumerable<string> lines) => kubelet.Logs.Append(pod.Uid, Name, lines.Select(line => new LogLine(kubelet.Now, line)));

    private void Normal(string reason, string message) => kubelet.Events.Normal(pod, source, reason, message, FieldPath);

    private void Warning(string reason, string message) => kubelet.Events.Warning(pod, source, reason, message, FieldPath);

    private static string Words(TimeSpan pause) => pause.TotalSeconds >= 60 ? $"{(int)pause.TotalMinutes}m{pause.Seconds}s" : $"{Math.Max(1, (int)Math.Ceiling(pause.TotalSeconds))}s";
}
