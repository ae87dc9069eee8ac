namespace AiSre.Detection;

/// <summary>The names of the facts a symptom can carry.</summary>
public static class SymptomParameters
{
    /// <summary>The container's name, init containers included.</summary>
    public const string Container = "container";

    /// <summary>The image reference as the manifest writes it.</summary>
    public const string Image = "image";

    /// <summary>The registry's host (with port, if any) that the image comes from; <c>docker.io</c> where the reference names none.</summary>
    public const string Registry = "registry";

    /// <summary>The repository within the registry, such as <c>library/nginx</c>; absent when the reference cannot be parsed.</summary>
    public const string Repository = "repository";

    /// <summary>The tag as written; absent when there is none.</summary>
    public const string Tag = "tag";

    /// <summary>The digest with its algorithm, as written; absent when there is none.</summary>
    public const string Digest = "digest";

    /// <summary>Why the pull fails, where the cluster says: a member of <see cref="PullFailure"/>.</summary>
    public const string PullFailure = "pullFailure";

    /// <summary>What else names the symptom where an object can show several alike: the backend, the volume, the step.</summary>
    public const string Target = "target";

    /// <summary>The name of the object that is missing or wrong.</summary>
    public const string Reference = "reference";

    /// <summary>The key that is missing in it.</summary>
    public const string Key = "key";

    /// <summary>The resource that is scarce: <c>cpu</c>, <c>memory</c>, <c>nvidia.com/gpu</c>.</summary>
    public const string Resource = "resource";

    /// <summary>The host that cannot be reached, or whose name does not resolve.</summary>
    public const string Host = "host";

    /// <summary>The port, where one is named.</summary>
    public const string Port = "port";

    /// <summary>The exit code of the container.</summary>
    public const string ExitCode = "exitCode";

    /// <summary>The container's memory limit as the manifest writes it.</summary>
    public const string MemoryLimit = "memoryLimit";

    /// <summary>Which probe fails: <c>liveness</c>, <c>readiness</c> or <c>startup</c>.</summary>
    public const string Probe = "probe";

    /// <summary>What the trouble has in common with that of others, where nothing shows the trouble itself: room on the nodes, a file server, a policy, credentials.</summary>
    public const string Shared = "shared";

    /// <summary>What stays the same while an alert does: its fingerprint as its sender gives it.</summary>
    public const string Alert = "alert";

    /// <summary>The name of the alert's rule.</summary>
    public const string AlertName = "alertName";

    /// <summary>Who sent the alert, by its name in the configuration.</summary>
    public const string AlertSource = "alertSource";
}
