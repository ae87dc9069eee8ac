namespace AiSre.Detection.Logs;

/// <summary>One line to be read; a structured line that carries a stack trace is several with the same number.</summary>
internal sealed class LogLine
{
    public required int Number { get; init; }

    /// <summary>As the container wrote it.</summary>
    public required string Raw { get; init; }

    /// <summary>What it says: without colours, fields of a structured line decoded, cut at <see cref="LogLines.Longest"/>.</summary>
    public required string Text { get; init; }

    /// <summary>Its own level, or that of the line it continues.</summary>
    public required LineLevel Level { get; init; }

    /// <summary>Lines with the same number belong to one message: a head and what continues it.</summary>
    public required int Block { get; init; }

    /// <summary>Whether it starts a message.</summary>
    public required bool IsHead { get; init; }

    /// <summary>Whether a traceback, an uncaught exception or a panic of this block has begun before it.</summary>
    public bool IsInTrace { get; init; }
}
