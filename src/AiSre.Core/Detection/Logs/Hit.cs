namespace AiSre.Detection.Logs;

/// <summary>What one line says.</summary>
internal sealed record Hit
{
    public required LogLine Line { get; init; }

    /// <summary>The rule that knows its wording; null for an error in words that no rule knows.</summary>
    public LogRule? Rule { get; init; }

    public required RootCause Code { get; init; }

    public required Telling Telling { get; init; }

    /// <summary>The words that matched.</summary>
    public required string Words { get; init; }

    public string? Host { get; init; }

    /// <summary>Whether the host stands elsewhere in the line than in the words that matched.</summary>
    public bool IsHostSearched { get; init; }

    public int? Port { get; init; }

    public string? Subject { get; init; }

    public LogRuntime Runtime { get; init; }

    public bool IsFatal { get; init; }

    public bool IsDetailed => Host is not null || Subject is not null;

    /// <summary>The same for lines that say the same.</summary>
    public (RootCause Code, string Detail) Key => (Code, Host ?? Subject ?? (Code == RootCause.ApplicationError ? Kind : ""));

    /// <summary>The same for lines of the same wording, whatever they name.</summary>
    public string Kind => Rule is null || Rule.Telling == Telling.Uncaught ? Shape(Line.Text) : Rule.GetHashCode().ToString(System.Globalization.CultureInfo.InvariantCulture);

    // Letters only, so that times and counters make no difference.
    private static string Shape(string text) => string.Create(Math.Min(text.Length, 160), text, (shape, source) =>
    {
        var at = 0;
        foreach (var c in source)
        {
            if (at < shape.Length && (char.IsLetter(c) || c == ' '))
            {
                shape[at++] = c;
            }
        }

        shape[at..].Fill(' ');
    });
}
