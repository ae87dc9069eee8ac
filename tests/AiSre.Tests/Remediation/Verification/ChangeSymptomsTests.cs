using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Verification;

namespace AiSre.Tests.Remediation.Verification;

public sealed class ChangeSymptomsTests
{
    private static readonly DateTimeOffset Merged = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastUnsynced = Merged.AddSeconds(10);
    private static readonly Guid Own = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    [Fact]
    public void Nothing_that_shows_is_nothing_to_wait_for() =>
        Assert.Null(Find(Record("old", Merged.AddMinutes(-5)) with { IsGone = true }));

    [Fact]
    public void What_showed_before_the_merge_is_waited_for()
    {
        var shortfall = Find(Record("old", Merged.AddMinutes(-5)));

        Assert.False(shortfall!.IsFinal);
        Assert.Equal("Waiting for Pod/shop/old to stop showing ImagePullFailed.", shortfall.WaitsFor);
    }

    [Fact]
    public void A_new_error_since_the_sync_ends_the_waiting_whichever_incident_it_belongs_to()
    {
        var shortfall = Find(Record("old", Merged.AddMinutes(-5)), Record("new", LastUnsynced.AddSeconds(2)) with { Registry = "b", Incident = Other });

        Assert.True(shortfall!.IsFinal);
        Assert.Equal("Pod/shop/new shows ImagePullFailed since the sync, which it did not before the merge", shortfall.Fact);
    }

    [Fact]
    public void The_old_fault_on_a_new_object_only_shows_that_it_is_not_gone_yet() =>
        Assert.False(Find(Record("old", Merged.AddMinutes(-5)) with { IsGone = true }, Record("new", LastUnsynced.AddSeconds(2)))!.IsFinal);

    [Fact]
    public void A_new_error_between_merge_and_sync_is_not_the_changes_doing_but_has_to_go()
    {
        var shortfall = Find(Record("new", Merged.AddSeconds(5)) with { Registry = "b", Incident = Other });

        Assert.False(shortfall!.IsFinal);
        Assert.Contains("came after the merge", shortfall.WaitsFor, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_alert_looks_back_so_it_is_waited_for() =>
        Assert.False(Find(Record("new", LastUnsynced.AddSeconds(2)) with { Reason = SymptomReason.AlertFiring, Incident = Other })!.IsFinal);

    [Fact]
    public void A_new_warning_of_another_incident_keeps_nothing_up() =>
        Assert.Null(Find(Record("new", LastUnsynced.AddSeconds(2)) with { Severity = Severity.Warning, Incident = Other }));

    [Fact]
    public void Other_workloads_do_not_count() =>
        Assert.Null(Find(Record("new", LastUnsynced.AddSeconds(2)) with { Workload = "cart", Registry = "b" }));

    private static Shortfall? Find(params Shown[] shown)
    {
        var proposal = new Proposal
        {
            Id = Guid.CreateVersion7(),
            IncidentId = Own,
            RunbookId = "override-registry",
            RunbookVersion = 1,
            RepositoryUrl = "https://github.com/acme/shop",
            Applications = ["argocd/checkout"],
            Workloads = ["Deployment/shop/checkout"],
            BaseBranch = "main",
            BaseSha = new string('a', 40),
            Branch = "aisre/incident-1",
            Files = [],
            Title = "Override",
            Body = "",
            CreatedAt = Merged,
            Parents = [],
        };
        proposal.Merged(new string('b', 40), Merged);
        proposal.UnsyncedAt = LastUnsynced;
        return new ChangeSymptoms(proposal, shown.Select(one => one.ToRecord())).Find();
    }

    private static Shown Record(string pod, DateTimeOffset since) => new(pod, since);

    private sealed record Shown(string Pod, DateTimeOffset Since)
    {
        public string Workload { get; init; } = "checkout";

        public string Registry { get; init; } = "a";

        public SymptomReason Reason { get; init; } = SymptomReason.ImagePullFailed;

        public Severity Severity { get; init; } = Severity.Error;

        public Guid Incident { get; init; } = Own;

        public bool IsGone { get; init; }

        public SymptomRecord ToRecord() => new()
        {
            Id = Guid.CreateVersion7(),
            IncidentId = Incident,
            Cluster = "test",
            Fingerprint = Pod,
            Symptom = new Symptom
            {
                Reason = Reason,
                Severity = Severity,
                Object = new ObjectRef("v1", "Pod", "shop", Pod),
                Message = "It fails.",
                Workload = new ObjectRef("apps/v1", "Deployment", "shop", Workload),
                Parameters = ImmutableSortedDictionary<string, string>.Empty.Add(SymptomParameters.Registry, Registry),
            },
            FirstSeenAt = Since,
            LastSeenAt = Since,
            GoneAt = IsGone ? Since.AddMinutes(1) : null,
        };
    }
}
