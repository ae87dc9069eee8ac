namespace AiSre.Detection.Logs;

/// <summary>How bad a line says it is.</summary>
internal enum LineLevel
{
    /// <summary>It does not say.</summary>
    None,
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}
