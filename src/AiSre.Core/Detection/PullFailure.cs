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
}
