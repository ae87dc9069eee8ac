namespace AiSre.Clusters.Objects.Files;

/// <summary>How much is taken from files that somebody else made. An archive of a few kilobytes can stand for terabytes.</summary>
public sealed record InputLimits
{
    public static InputLimits Default { get; } = new();

    /// <summary>The most bytes of one file of objects, unpacked.</summary>
    public int EntryBytes { get; init; } = 128 << 20;

    /// <summary>The most bytes of one file of objects that lies unpacked on this machine.</summary>
    public int FileBytes { get; init; } = 1 << 30;

    /// <summary>The most memory that all objects and logs of an archive may take together.</summary>
    public long KeptBytes { get; init; } = 1L << 30;

    /// <summary>The most bytes that an archive may unpack to, kept or not.</summary>
    public long UnpackedBytes { get; init; } = 4L << 30;

    /// <summary>The most files in an archive.</summary>
    public int Entries { get; init; } = 200_000;

    /// <summary>The most bytes of one log; its end is kept, where the failure is.</summary>
    public int LogBytes { get; init; } = 1 << 20;
}
