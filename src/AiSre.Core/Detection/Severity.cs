namespace AiSre.Detection;

/// <summary>How bad a symptom is. Only <see cref="Warning"/> and <see cref="Error"/> make incidents.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is broken.</summary>
    Info,

    /// <summary>Something does not work as declared, and users may not notice yet.</summary>
    Warning,

    /// <summary>Something is broken.</summary>
    Error,
}
