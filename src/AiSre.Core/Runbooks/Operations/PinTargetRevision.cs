using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Has Argo CD deploy one revision of an application, and no newer one, until somebody changes that.</summary>
/// <param name="Revision">A tag, a commit, or <c>last-healthy</c>: the revision with which the workload was last seen well.</param>
/// <param name="Path">Which of several sources is meant, by its path; null where only one declares objects.</param>
public sealed partial record PinTargetRevision(string Revision, string? Path) : SolutionOperation
{
    internal const string Key = "pin-target-revision";

    /// <summary>The revision that is found rather than named.</summary>
    public const string LastHealthy = "last-healthy";

    public override string Name => Key;

    public override string Summary => $"pin the application{(Path is null ? "" : $"'s source {Path}")} to {(Revision == LastHealthy ? "the revision that was last well" : $"revision {Revision}")}";

    public override bool StandsAlone => true;

    internal static PinTargetRevision? Read(FrontMatterMap map)
    {
        var (revision, path) = (map.Text("revision", required: true), map.Text("source"));
        map.RefuseOtherKeys();
        if (revision is not null && (!Grammar().IsMatch(revision) || revision.Contains("..", StringComparison.Ordinal) || revision is "HEAD"))
        {
            map.Refuse("revision", $"'{revision}' is no fixed revision; allowed are a tag, a commit, or {LastHealthy}");
            return null;
        }

        return revision is null || (map.Has("source") && path is null) ? null : new PinTargetRevision(revision, path);
    }

    // What Git allows in the name of a tag, and less: nothing that a query or a path would take for its own.
    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9._/+-]{0,198}[A-Za-z0-9])?\z")]
    private static partial Regex Grammar();
}
