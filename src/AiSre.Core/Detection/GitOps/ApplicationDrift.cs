using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Applications whose live objects somebody changed: Git is as it was when it was last applied, and the cluster is not.</summary>
internal static class ApplicationDrift
{
    private static readonly TimeSpan DriftMayTake = TimeSpan.FromMinutes(10);

    public static IEnumerable<Symptom> Of(Application value, DateTimeOffset now)
    {
        var status = value.Status;
        if (status.Sync.Status != "OutOfSync" || status.OperationState is not { Phase: "Succeeded", SyncResult: { } applied } operation || !IsOfRevision(applied, status.Sync)
            || value.Spec.SyncPolicy?.Automated is { SelfHeal: true } || now - (operation.FinishedAt ?? DateTimeOffset.MinValue) <= DriftMayTake
            || status.Conditions.Any(condition => condition.Type.EndsWith("Warning", StringComparison.Ordinal)))
        {
            yield break;
        }

        // What Git has dropped and nothing prunes differs from Git without anybody having changed it.
        var drifted = status.Resources.Where(resource => resource is { Status: "OutOfSync", RequiresPruning: false, Hook: false }).ToList();
        if (drifted.Count == 0 && status.Resources.Any(resource => resource.Status == "OutOfSync"))
        {
            yield break;
        }

        yield return ApplicationAnalyzer.Of(SymptomReason.ApplicationOutOfSync, value, $"{(drifted.Count == 1 ? drifted[0].Ref.Address : $"{drifted.Count} objects")} differ from Git since they were applied", null, Severity.Warning)
            .Blames(RootCause.LiveDrift, value.Ref)
            .With(SymptomParameters.Reference, drifted is [var first, ..] ? first.Ref.Address : null)
            .QuotesField("status", "OutOfSync")
            .Build();
    }

    private static bool IsOfRevision(ApplicationSyncResult applied, ApplicationSync compared) =>
        compared.Revisions.Count > 0 ? applied.Revisions.SequenceEqual(compared.Revisions) : applied.Revision.Length > 0 && applied.Revision == compared.Revision;
}
