using AiSre.Components.Incidents.Details;
using AiSre.Components.Incidents.Proof;
using AiSre.Components.Runbooks;
using AiSre.Detection;
using AiSre.Diagnosis.Model;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Microsoft.Extensions.Options;

namespace AiSre.IntegrationTests.Components;

/// <summary>What an incident's page and a runbook's page show, read from the real database.</summary>
public sealed class IncidentDetailsQueryTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly ModelOptions NoModel = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_was_kept_of_an_incident_is_shown()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await WithProposalAsync(rows);

        var view = (await ReadAsync(rows, incident.Number))!;

        Assert.Equal(RootCause.RegistryUnavailable, view.Causal?.Analysis?.Code);
        Assert.Equal("refused", Assert.Single(Assert.Single(view.Causal!.Analysis!.Chain).Citations).Quote);
        Assert.Equal("Deployment/shop/checkout", Assert.Single(view.Hurt).Workload.Address);
        Assert.Equal(["checkout-2", "checkout-1"], view.Hurt[0].Objects.Select(hurt => hurt.Object.Name));
        Assert.Equal("github.com/acme/shop", view.Proposal!.Repository);
        Assert.Equal("image: b", Assert.Single(view.Proposal.Files).After);
        Assert.Equal("ada", view.Decision!.By);
        Assert.Equal([TimelineKind.Detected, TimelineKind.Merged], view.Timeline.Select(fact => fact.Kind));
        Assert.Null(view.ConfiguredModel);
    }

    [Fact]
    public async Task The_runbook_is_shown_in_the_version_that_was_chosen()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await rows.IncidentAsync("a");
        var id = await RunbookAsync(rows, incident, chosen: 1, versions: 2);

        var view = (await ReadAsync(rows, incident.Number))!;

        Assert.Equal((id, 1, 2), (view.Runbook!.Id, view.Runbook.Version, view.Runbook.LatestVersion));
        Assert.Equal("Version one", view.Runbook.Title);
        Assert.Equal("override the image registry registry-a.example with registry-b.example", view.Runbook.Solution);
    }

    [Fact]
    public async Task A_number_that_nobody_has_is_null()
    {
        var rows = await PageRows.OfAsync(database);

        Assert.Null(await ReadAsync(rows, int.MaxValue));
    }

    [Fact]
    public async Task The_copy_of_evidence_that_says_the_quotation_is_shown_even_when_a_newer_one_does_not()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await rows.IncidentAsync("a");
        await rows.EvidenceAsync(incident, "Event/shop/e", """{"message":"connection refused"}""");
        await rows.EvidenceAsync(incident, "Event/shop/e", """{"message":"timed out"}""", minute: 1);
        var query = new EvidenceQuery(rows);

        var quoted = (await query.ReadAsync(incident.Id, "Event/shop/e", "connection refused", Cancellation))!;
        var newest = (await query.ReadAsync(incident.Id, "Event/shop/e", null, Cancellation))!;

        Assert.Equal("connection refused", quoted.Text[quoted.Mark!.Value]);
        Assert.True(quoted.IsIntact);
        Assert.Contains("timed out", newest.Text);
        Assert.Null(await query.ReadAsync(incident.Id, "Event/shop/other", null, Cancellation));
    }

    [Fact]
    public async Task Evidence_that_was_changed_after_it_was_captured_is_found_out()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await rows.IncidentAsync("a");
        await rows.EvidenceAsync(incident, "Event/shop/e", "changed", sha256: new string('0', 64));

        Assert.False((await new EvidenceQuery(rows).ReadAsync(incident.Id, "Event/shop/e", null, Cancellation))!.IsIntact);
    }

    [Fact]
    public async Task A_runbook_knows_its_versions_and_the_incidents_it_was_chosen_for()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await rows.IncidentAsync("chosen for this");
        var id = await RunbookAsync(rows, incident, chosen: 1, versions: 2);
        var query = new RunbookQuery(new RunbookStore(rows, TimeProvider.System), rows);

        var latest = (await query.DetailsAsync(id, null, 1, Cancellation))!;
        var row = Assert.Single(await query.ListAsync(Cancellation), candidate => candidate.Id == id);

        Assert.Equal((2, 1), (latest.Shown.Number, latest.Compared!.Number));
        Assert.Equal([2, 1], latest.Versions.Select(version => version.Number));
        Assert.Equal((incident.Number, "chosen for this"), latest.Incidents.Select(match => (match.Number, match.Title)).Single());
        Assert.Equal((2, 1, "Version two"), (row.Version, row.Matched, row.Title));
        Assert.Null(await query.DetailsAsync(id, 9, null, Cancellation));
    }

    private static Task<IncidentDetails?> ReadAsync(PageRows rows, int number) =>
        new IncidentDetailsQuery(rows, Options.Create(NoModel), new DecisionRules(Options.Create(new DecisionOptions()))).ReadAsync(number, Cancellation);

    private static async Task<Incident> WithProposalAsync(PageRows rows)
    {
        var incident = await rows.IncidentAsync("merged", IncidentState.Verifying);
        await rows.SymptomAsync(incident, "checkout-1", isGone: true);
        await rows.SymptomAsync(incident, "checkout-2");
        await rows.DiagnosisAsync(incident, RootCause.RegistryUnavailable);
        await rows.TimelineAsync(incident, TimelineKind.Detected);
        await rows.TimelineAsync(incident, TimelineKind.Merged);
        var proposal = new Proposal
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident.Id,
            RunbookId = "r",
            RunbookVersion = 1,
            RepositoryUrl = "https://github.com/acme/shop.git",
            Applications = ["argocd/shop"],
            Workloads = ["Deployment/shop/checkout"],
            BaseBranch = "main",
            BaseSha = new('a', 40),
            Parents = [new('a', 40)],
            Branch = $"aisre/{incident.Number}",
            Files = [new("a.yaml", "image: a", "image: b", ["a → b"])],
            Title = "t",
            Body = "b",
            CreatedAt = incident.OpenedAt,
            HeadSha = new('b', 40),
            PullRequestNumber = 1,
            PullRequestState = PullRequestState.Merged,
        };
        await rows.AddAsync(proposal);
        await rows.AddAsync(new Decision
        {
            Id = Guid.CreateVersion7(),
            ProposalId = proposal.Id,
            IncidentId = incident.Id,
            Verdict = Verdict.Approve,
            HeadSha = new('b', 40),
            By = "ada",
            Channel = DecisionChannel.AiSre,
            At = incident.OpenedAt,
        });
        return incident;
    }

    private static async Task<string> RunbookAsync(PageRows rows, Incident incident, int chosen, int versions)
    {
        var id = $"runbook-{incident.Number}";
        for (var number = 1; number <= versions; number++)
        {
            var title = number == 1 ? "Version one" : "Version two";
            await rows.AddAsync(new RunbookVersion
            {
                Id = Guid.CreateVersion7(),
                RunbookId = id,
                Number = number,
                SavedBy = "maria",
                SavedAt = PageRows.Start,
                Reason = "r",
                Text = RunbookTemplate.Text
                    .Replace("id: my-runbook", $"id: {id}", StringComparison.Ordinal)
                    .Replace("title: Pull from the mirror while registry-a is down", $"title: {title}", StringComparison.Ordinal),
            });
        }

        await rows.AddAsync(new RunbookMatch
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident.Id,
            RunbookId = id,
            RunbookVersion = chosen,
            Reason = "It fits.",
            At = incident.OpenedAt,
        });
        return id;
    }
}
