namespace AiSre.Access;

/// <summary>Who may come in; section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Who is let in; closed to the network unless somebody opens it.</summary>
    public AccessMode Mode { get; set; } = AccessMode.Loopback;

    /// <summary>The names of those who may change how far AiSre goes by itself; with none, whoever may decide.</summary>
    public IList<string> Administrators { get; } = [];
}

public enum AccessMode
{
    /// <summary>Only this machine; whoever sits at it decides under the name of the account that runs AiSre.</summary>
    Loopback,

    /// <summary>Everybody who can reach the address may look and decide. For a network that is itself guarded, such as behind an authenticating proxy.</summary>
    Open,
}
