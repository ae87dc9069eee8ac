using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Verification;

/// <summary>Which revisions of a sync are about the repository that was changed: an application may have several sources. Pure.</summary>
internal static class SyncedRevisions
{
    /// <summary>The revisions to look at; none where the application has no source there and another application brings it the change.</summary>
    /// <param name="application">The application.</param>
    /// <param name="repositoryUrl">The repository that was changed.</param>
    /// <param name="revision">The revision of an application with one source.</param>
    /// <param name="revisions">One for each source, where there are several.</param>
    public static ImmutableArray<string> Of(Application application, string repositoryUrl, string revision, IReadOnlyList<string> revisions)
    {
        if (application.Spec.SourceHydrator is { } hydrator)
        {
            // What was synced is the result; which commit it was made from the hydrator says.
            var made = application.Status.SourceHydrator?.LastSuccessfulOperation;
            return SourceRepositories.Normal(hydrator.DrySource.RepoUrl) != SourceRepositories.Normal(repositoryUrl) ? []
                : [made is not null && made.HydratedSha == revision ? made.DrySha : ""];
        }

        var sources = application.Spec.EffectiveSources;
        return
        [
            .. sources.Select((source, index) => (source, Revision: revisions.Count == sources.Count ? revisions[index] : revision))
                .Where(pair => SourceRepositories.Normal(pair.source.RepoUrl) == SourceRepositories.Normal(repositoryUrl))
                .Select(pair => pair.Revision),
        ];
    }
}
