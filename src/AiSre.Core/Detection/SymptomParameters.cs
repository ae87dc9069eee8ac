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
}
