namespace AiSre.Data.Embedded;

/// <summary>How AiSre's own PostgreSQL is run.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The database that the returned connection string names. It is created by <see cref="DatabaseReadiness"/>, not here.</summary>
    public string Database { get; init; } = "aisre";

    /// <summary>False where losing everything with the machine's power is fine, as in tests: no write waits for the disk.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Connections that the server accepts at most.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>How long the server may take to start (after a crash it first replays its log).</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Folders to look for PostgreSQL's programs in; null for <see cref="PostgresBinaries.UsualFolders"/>.</summary>
    public IReadOnlyList<string>? SearchFolders { get; init; }
}
