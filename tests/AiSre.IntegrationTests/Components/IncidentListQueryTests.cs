using AiSre.Components.Incidents;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Components;

/// <summary>The list of incidents, read from the real database.</summary>
public sealed class IncidentListQueryTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly string _cluster = Guid.NewGuid().ToString();

    [Fact]
    public async Task Open_ones_come_worst_first_and_then_newest_first()
    {
        var rows = await PageRows.OfAsync(database);
        await rows.IncidentAsync("old error", minute: 1, cluster: _cluster);
        await rows.IncidentAsync("new warning", severity: Severity.Warning, minute: 3, cluster: _cluster);
        await rows.IncidentAsync("new error", minute: 2, cluster: _cluster);

        var list = await ReadAsync(rows);

        Assert.Equal(["new error", "old error", "new warning"], list.Open.Select(row => row.Title));
    }

    [Fact]
    public async Task A_row_knows_its_cause_what_is_hurt_now_and_how_far_verification_is()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await rows.IncidentAsync("verifying", IncidentState.Verifying, cluster: _cluster);
        await rows.DiagnosisAsync(incident, RootCause.RegistryUnavailable);
        await rows.SymptomAsync(incident, "checkout-1");
        await rows.SymptomAsync(incident, "checkout-2", isGone: true);
        await rows.SymptomAsync(incident, "follows", isConsequence: true);
        await rows.TimelineAsync(incident, TimelineKind.Merged);
        await rows.TimelineAsync(incident, TimelineKind.Synced);

        var row = Assert.Single((await ReadAsync(rows)).Open);

        Assert.Equal(RootCause.RegistryUnavailable, row.Cause);
        Assert.Equal(1, row.Objects);
        Assert.Equal("Verifying: waiting for healthy", row.Words.Text);
    }

    [Theory]
    [InlineData(IncidentGroup.All, "blocked", "failed twice", "needs help", "waits", "works")]
    [InlineData(IncidentGroup.Waiting, "needs help", "waits")]
    [InlineData(IncidentGroup.Working, "works")]
    [InlineData(IncidentGroup.Blocked, "blocked", "needs help")]
    [InlineData(IncidentGroup.Closed, "failed twice")]
    public async Task Groups_are_by_who_has_to_act(IncidentGroup group, params string[] titles)
    {
        var rows = await PageRows.OfAsync(database);
        await rows.IncidentAsync("waits", cluster: _cluster);
        await rows.IncidentAsync("needs help", IncidentState.NeedsPerson, cluster: _cluster);
        await rows.IncidentAsync("works", IncidentState.Detected, cluster: _cluster);
        await rows.IncidentAsync("blocked", IncidentState.RunbookMatched, cluster: _cluster, problem: "GitHub is down.");
        await rows.IncidentAsync("failed twice", IncidentState.Failed, cluster: _cluster);

        var list = await ReadAsync(rows, new(group, _cluster));

        Assert.Equal(titles, list.Open.Concat(list.Closed).Select(row => row.Title).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("CANNOT be", 2)]
    [InlineData("100%_", 1)]
    [InlineData("%", 1)]
    [InlineData("nothing like it", 0)]
    public async Task Text_finds_words_of_the_title_open_or_closed(string text, int found)
    {
        var rows = await PageRows.OfAsync(database);
        await rows.IncidentAsync("Image cannot be pulled", cluster: _cluster);
        await rows.IncidentAsync("Image cannot be pulled", IncidentState.Resolved, cluster: _cluster);
        await rows.IncidentAsync("100%_full", IncidentState.Resolved, cluster: _cluster);

        var list = await ReadAsync(rows, new(Cluster: _cluster, Text: text));

        Assert.Equal(found, list.Open.Length + list.Closed.Length);
    }

    [Fact]
    public async Task A_rejected_one_whose_symptoms_still_show_is_not_among_the_closed_ones()
    {
        var rows = await PageRows.OfAsync(database);
        var rejected = await rows.IncidentAsync("still broken", IncidentState.Rejected, cluster: _cluster);
        await rows.SymptomAsync(rejected, "checkout-1");
        await rows.SymptomAsync(rejected, "checkout-2", isGone: true);
        var healed = await rows.IncidentAsync("healed since", IncidentState.Rejected, cluster: _cluster);
        await rows.SymptomAsync(healed, "checkout-3", isGone: true);

        var list = await ReadAsync(rows);

        var row = Assert.Single(list.StillBroken, candidate => candidate.Cluster == _cluster);
        Assert.Equal(("still broken", 1, "Rejected: still broken"), (row.Title, row.Objects, row.Words.Text));
        Assert.Equal("healed since", Assert.Single(list.Closed).Title);
        Assert.Equal(1, list.ClosedTotal);
    }

    [Fact]
    public async Task Text_finds_a_number_and_a_workload()
    {
        var rows = await PageRows.OfAsync(database);
        var incident = await rows.IncidentAsync("a", cluster: _cluster, workload: "unusual-name");

        Assert.Single((await ReadAsync(rows, new(Cluster: _cluster, Text: $"#{incident.Number}"))).Open);
        Assert.Single((await ReadAsync(rows, new(Cluster: _cluster, Text: "shop/unusual"))).Open);
    }

    [Fact]
    public async Task Closed_ones_come_page_by_page_with_their_total()
    {
        var rows = await PageRows.OfAsync(database);
        for (var minute = 0; minute < IncidentFilter.ClosedStep + 2; minute++)
        {
            await rows.IncidentAsync($"closed {minute}", IncidentState.Resolved, minute: minute, cluster: _cluster);
        }

        var list = await ReadAsync(rows);

        Assert.Equal(IncidentFilter.ClosedStep, list.Closed.Length);
        Assert.Equal(IncidentFilter.ClosedStep + 2, list.ClosedTotal);
        Assert.Equal($"closed {IncidentFilter.ClosedStep + 1}", list.Closed[0].Title);
    }

    private Task<IncidentList> ReadAsync(PageRows rows, IncidentFilter? filter = null) =>
        new IncidentListQuery(rows).ReadAsync(filter ?? new(Cluster: _cluster), TestContext.Current.CancellationToken);
}
