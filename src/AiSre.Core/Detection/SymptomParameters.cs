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

    /// <summary>Why the pull fails, where the cluster says: a member of <see cref="PullFailure"/>.</summary>
    public const string PullFailure = "pullFailure";
}
