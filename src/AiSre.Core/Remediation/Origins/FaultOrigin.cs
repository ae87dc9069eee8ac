using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AiSre.Clusters.Objects;

namespace AiSre.Remediation.Origins;

/// <summary>Where a fault came from: the change that introduced it, or that there was none.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Statement">The same in one or two sentences for a person.</param>
/// <param name="Fields">The fields whose change explains the fault, with the commit that brought each; those of the newest change first.</param>
public sealed record FaultOrigin(OriginVerdict Verdict, string Statement, ImmutableArray<FieldOrigin> Fields)
{
    /// <summary>Whether a commit can be named.</summary>
    [JsonIgnore]
    public bool HasCommit => Verdict is OriginVerdict.Commit or OriginVerdict.OldCommit;
}

/// <summary>What is known of where a fault came from.</summary>
public enum OriginVerdict
{
    /// <summary>A commit in Git brought it.</summary>
    Commit,

    /// <summary>The application was taken back to an older commit, which has it so.</summary>
    OldCommit,

    /// <summary>It was changed on the cluster, past Git.</summary>
    Cluster,

    /// <summary>Nothing changed that explains it: the cause lies outside of what people write.</summary>
    NoChange,

    /// <summary>It cannot be told; the statement says why.</summary>
    Unknown,
}

/// <summary>A field whose change explains the fault.</summary>
public sealed record FieldOrigin
{
    public required ObjectRef Object { get; init; }

    /// <summary>Where it is in the object: <c>spec.template.spec.containers[app].image</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What it was; null when it was not there.</summary>
    public string? Before { get; init; }

    /// <summary>What it became; null when it is not there any more.</summary>
    public string? After { get; init; }

    /// <summary>The commit that changed it; null when none did, or none was found.</summary>
    public OriginCommit? Commit { get; init; }

    /// <summary>The file that the commit changed it in, from the repository's root; null where no line of one file is it.</summary>
    public string? File { get; init; }

    /// <summary>The line there, from 1; null when the commit took the line away.</summary>
    public int? Line { get; init; }

    /// <summary>Where a browser shows that line.</summary>
    public string? LineUrl { get; init; }
}

/// <summary>A commit as people name it.</summary>
/// <param name="Sha">All 40 digits.</param>
/// <param name="Url">Where a browser shows it.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Message">The first line of its message.</param>
/// <param name="At">When it was written.</param>
public sealed record OriginCommit(string Sha, string Url, string Author, string Message, DateTimeOffset At)
{
    /// <summary>The first seven digits.</summary>
    [JsonIgnore]
    public string ShortSha => Sha.Length > 7 ? Sha[..7] : Sha;
}
