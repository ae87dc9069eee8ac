namespace AiSre.Detection;

/// <summary>Why an image could not be pulled, as far as the container runtime says.</summary>
public enum PullFailure
{
    /// <summary>Nobody has said why yet.</summary>
    Unknown,
    NotFound,
    Unauthorized,
    RegistryUnavailable,
    RateLimited,
    InvalidName,
    PlatformMismatch,

    /// <summary>The image is not on the node, and its pull policy forbids fetching it.</summary>
    NeverPulled,

    /// <summary>A signature policy of the node refuses the image.</summary>
    SignatureRefused,

    /// <summary>The node has no room to unpack the image.</summary>
    NodeStorageFull,
}
