namespace AiSre.Detection.Logs;

/// <summary>How much a line tells about why.</summary>
internal enum Telling
{
    /// <summary>Not about a failure of this container, whatever words it has.</summary>
    Nothing,

    /// <summary>Something around the process reports its end: npm, make, a supervisor.</summary>
    Aftermath,

    /// <summary>An error that no rule knows.</summary>
    Somehow,

    /// <summary>The kind of failure, not what failed: "configuration is invalid", "cannot connect to the database".</summary>
    Vague,

    /// <summary>An exception that nobody caught, of no kind that has a code of its own.</summary>
    Uncaught,

    /// <summary>A failure with a code of its own.</summary>
    Specific,
}
