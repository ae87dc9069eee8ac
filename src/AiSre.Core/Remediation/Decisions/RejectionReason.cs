namespace AiSre.Remediation.Decisions;

/// <summary>Why a proposal is rejected, as a kind that can be counted.</summary>
public enum RejectionReason
{
    /// <summary>The diagnosis is wrong.</summary>
    WrongCause,

    /// <summary>The diagnosis is right, and the change is not the way.</summary>
    WrongFix,

    /// <summary>It may be the way, and could do harm.</summary>
    TooRisky,

    /// <summary>It is the way, at another time.</summary>
    NotNow,

    /// <summary>As the text says.</summary>
    Other,
}

/// <summary>Why somebody rejects.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Text">In their words.</param>
public sealed record Rejection(RejectionReason Kind, string Text);

/// <summary>The reasons in words.</summary>
public static class RejectionWords
{
    /// <summary>In words, as part of a sentence.</summary>
    public static string Of(RejectionReason reason) => reason switch
    {
        RejectionReason.WrongCause => "wrong cause",
        RejectionReason.WrongFix => "wrong fix",
        RejectionReason.TooRisky => "too risky",
        RejectionReason.NotNow => "not now",
        _ => "other",
    };
}
