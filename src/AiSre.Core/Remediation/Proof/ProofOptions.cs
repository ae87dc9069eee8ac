using System.ComponentModel.DataAnnotations;

namespace AiSre.Remediation.Proof;

/// <summary>How proposals are proven: the section <c>Proof</c>.</summary>
public sealed class ProofOptions
{
    public const string Section = "Proof";

    /// <summary>Whether registries are asked if an image that a proposal brings is there. Nothing but its name leaves the house.</summary>
    public bool AskRegistries { get; init; } = true;

    /// <summary>How long a registry may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RegistryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether clusters are asked to try out what is rendered, by a server-side apply as a dry run. Off unless switched on: it needs the rights to
    /// patch and create, which would let the account write if anybody else had it.
    /// </summary>
    public bool DryRun { get; init; }

    /// <summary>Registries that are reached in another way than by their name and port, or with a login.</summary>
    public IReadOnlyList<RegistryAccess> Registries { get; init; } = [];
}

/// <summary>How one registry is reached.</summary>
public sealed class RegistryAccess
{
    /// <summary>As images name it, such as <c>registry.example:5000</c>.</summary>
    [Required]
    public string Host { get; init; } = "";

    /// <summary>Where it, or a mirror of it, answers, such as <c>https://mirror.example/registry.example</c>; null for its own name.</summary>
    public Uri? Address { get; init; }

    /// <summary>Null to ask without a login.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }
}
