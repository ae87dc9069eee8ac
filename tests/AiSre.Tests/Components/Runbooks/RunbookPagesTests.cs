using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Components.Runbooks;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Decisions.Rejections;
using AiSre.Remediation.Previews;
using AiSre.Remediation.RunbookTests;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Storage;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Runbooks;

public sealed class RunbookPagesTests : PageTest
{
    private static readonly RunbookRow Row = new()
    {
        Id = "my-runbook",
        Title = "Pull from the mirror",
        Version = 3,
        SavedBy = "maria",
        SavedAt = Now,
        Owner = "platform",
        Symptom = "Image pull failed",
        Solution = "Override the image registry a with b.",
        Matched = 2,
    };

    private readonly FakeRunbookQuery _query = new();
    private readonly FakePreview _preview = new();

    public RunbookPagesTests()
    {
        Services.AddSingleton<RunbookQuery>(_query);
        Services.AddSingleton(new RunbookStore(null!, TimeProvider.System));
        Services.AddSingleton(new CurrentPerson("ada", true));
        Services.AddSingleton<RunbookPreview>(_preview);
    }

    [Fact]
    public void The_list_says_symptom_solution_owner_and_use()
    {
        _query.Rows = [Row];

        var row = Show<RunbooksPage>().Find("a.row");

        Assert.Equal("runbooks/my-runbook", row.GetAttribute("href"));
        Assert.All(
            ["Pull from the mirror", "Image pull failed", "Override the image registry a with b.", "owned by platform", "version 3 by maria", "matched 2 times"],
            words => Assert.Contains(words, row.TextContent));
    }

    [Fact]
    public void A_runbook_that_cannot_be_used_says_why()
    {
        _query.Rows = [Row with { Problem = "It is not used because line 5, column 3: the key 'x' is not known; edit and save it." }];

        Assert.Contains("line 5, column 3", Show<RunbooksPage>().Find(".row-problem").TextContent);
    }

    [Fact]
    public void A_runbook_that_somebody_saves_appears_without_reload()
    {
        var page = Show<RunbooksPage>();
        Assert.Contains("There is no runbook yet.", page.Markup);

        _query.Rows = [Row];
        Feed.Publish("runbooks");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("a.row")));
    }

    [Fact]
    public void A_runbook_shows_what_the_machine_reads_and_its_prose()
    {
        _query.Details = Details(2);

        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));

        Assert.Equal("Pull from the mirror while registry-a is down", page.Find("h1").TextContent);
        Assert.Contains("Image pull failed", page.Find(".typed").TextContent);
        Assert.Contains("<h2>Root cause</h2>", page.Find(".prose").InnerHtml);
        Assert.Contains("The mirror moved", page.Find(".versions").TextContent);
    }

    [Fact]
    public void An_old_version_says_that_it_is_not_used()
    {
        _query.Details = Details(1);

        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));

        Assert.Contains("This is version 1; the latest is version 2", page.Find(".notice-warning").TextContent);
    }

    [Fact]
    public void Two_versions_are_compared_line_by_line()
    {
        _query.Details = Details(2) with { Compared = new("my-runbook", 1, RunbookTemplate.Text.Replace("your team", "platform", StringComparison.Ordinal)) };

        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));

        Assert.Contains("From version 1 to version 2", page.Markup);
        Assert.Contains("owner: platform", page.Find(".split td.del").TextContent);
        Assert.Contains("owner: your team", page.Find(".split td.ins").TextContent);
    }

    [Fact]
    public void A_runbook_that_is_not_there_says_so()
    {
        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "lost"));

        Assert.Contains("There is no runbook lost", page.Markup);
    }

    [Fact]
    public void A_new_runbook_starts_from_the_template()
    {
        Assert.Equal(RunbookTemplate.Text, Show<EditRunbookPage>().Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task Editing_goes_on_from_its_own_text_when_somebody_else_saves()
    {
        _query.Details = Details(2);
        var page = Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook"));
        await ActAsync(page, "textarea", element => element.Input("half a sentence"));

        _query.Details = Details(2) with { Shown = new("my-runbook", 3, "theirs") };
        Feed.Publish("runbooks");

        page.WaitForAssertion(() => Assert.Contains("Version 3 was saved while you edit version 2", page.Markup));
        Assert.Equal("half a sentence", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void What_came_up_without_a_runbook_leads_to_a_new_one()
    {
        _query.Rows = [Row];
        BackTests.Gaps = [new(RootCause.OutOfMemoryKilled, 3, TimeSpan.FromMinutes(95), 17)];

        var gaps = Show<RunbooksPage>().Find(".gaps");

        Assert.Contains("3 incidents, 1 h 35 min", gaps.TextContent);
        Assert.Equal("runbooks/new?incident=17", gaps.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_last_ninety_days_speak_about_a_runbook()
    {
        _query.Details = Details(2);
        BackTests.Result = new BackTest([new(7, "Image cannot be pulled", BackTestVerdict.Right, "Its fix was merged and verified."), new(6, "Another", BackTestVerdict.Missed, "Not so.")], 12);
        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));

        await ActAsync(page, "button:contains('Try it on the last 90 days')", element => element.Click());

        page.WaitForAssertion(() => Assert.Contains("12 closed incidents of the last 90 days", page.Markup));
        Assert.Equal(["1", "0", "1", "100%", "50%"], page.FindAll(".numbers dd").Select(number => number.TextContent));
    }

    [Fact]
    public void A_page_that_reads_again_keeps_its_cards()
    {
        _query.Details = Details(2);
        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));

        _query.Details = Details(2) with { Matched = 41 };
        Feed.Publish("runbooks");

        page.WaitForAssertion(() => Assert.Contains("matched 41 times", page.Markup));
        Assert.NotEmpty(page.FindAll("#autonomy-title"));
        Assert.NotEmpty(page.FindAll("#backtest-title"));
    }

    [Fact]
    public void What_rejections_have_in_common_is_told_to_the_owner()
    {
        _query.Details = Details(2) with { Suggestions = [new(RejectionReason.TooRisky, "3 proposals of this version were rejected as too risky.", new("only advise in cluster prod", "the text"))] };

        var notice = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook")).Find(".notice-warning");

        Assert.Contains("3 proposals of this version were rejected as too risky.", notice.TextContent);
        Assert.Equal(("Open the change in the editor: only advise in cluster prod", "runbooks/my-runbook/edit?rejected=TooRisky"), (notice.QuerySelector("a")!.TextContent, notice.QuerySelector("a")!.GetAttribute("href")));
    }

    [Fact]
    public void The_change_that_rejections_ask_for_is_where_the_editing_begins()
    {
        _query.Details = Details(2);
        _query.Amendment = new("only advise in cluster prod", "the text with the change");
        Services.GetRequiredService<NavigationManager>().NavigateTo("runbooks/my-runbook/edit?rejected=TooRisky");

        Assert.Equal("the text with the change", Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook")).Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void A_runbook_that_begins_from_an_incident_is_valid()
    {
        var incident = new Incident
        {
            Id = Guid.NewGuid(),
            Cluster = "prod",
            CorrelationKey = "a",
            Title = "Container \"web\" was killed: C:\\x",
            Severity = Severity.Error,
            Workload = new("apps/v1", "Deployment", "shop", "web"),
            OpenedAt = Now,
        };
        var subject = new MatchSubject(
            new RootCauseAnalysis { Code = RootCause.OutOfMemoryKilled, Object = incident.Workload, Statement = "It needs more than 256Mi.", Chain = [] },
            [new Symptom { Reason = SymptomReason.ContainerOutOfMemory, Severity = Severity.Error, Object = incident.Workload, Workload = incident.Workload, Message = "Killed 5 times." }], "prod", ["shop"], []);

        var runbook = RunbookParser.Parse(RunbookTemplate.From(incident, subject)).Runbook!;

        Assert.Equal(("out-of-memory-killed-0", incident.Title), (runbook.Id, runbook.Title));
        Assert.Equal([RootCause.OutOfMemoryKilled], runbook.Symptom!.Causes);
        Assert.Equal("It needs more than 256Mi.", runbook.Section("Root cause"));
    }

    [Fact]
    public async Task What_the_text_would_do_is_tried_while_it_is_written()
    {
        _query.Details = Details(2);
        _preview.Tests = [new("Registry A times out", 12, false, "It does not fit: the cause is Unknown.", [], TimeSpan.Zero)];
        _preview.Incidents =
        [
            new(7, "Image cannot be pulled", IncidentState.AwaitingDecision, true, new RunbookFit(true, ["the cause is RegistryUnavailable"], [])),
            new(6, "Killed for memory", IncidentState.Resolved, false, new RunbookFit(false, [], ["the cause is OutOfMemoryKilled, not RegistryUnavailable"])),
        ];
        var page = Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook"));

        page.WaitForAssertion(() => Assert.Contains("It fits 1 of the last 2.", page.Markup), TimeSpan.FromSeconds(5));
        Assert.Contains("the cause is OutOfMemoryKilled, not RegistryUnavailable", page.Markup);

        await ActAsync(page, "button:contains('Show the change')", element => element.Click());
        page.WaitForAssertion(() => Assert.Contains("It would help.", page.Markup));

        // Another text: what was tried for the one before is gone, and the new one is tried.
        _preview.Incidents = [];
        await ActAsync(page, "textarea", element => element.Input(WithTest));
        page.WaitForAssertion(() => Assert.Contains("0 of 1 passed", page.Markup), TimeSpan.FromSeconds(5));
        Assert.Contains("It does not fit: the cause is Unknown.", page.Markup);
        page.WaitForAssertion(() => Assert.Contains("There is none yet to try it on.", page.Markup));
        Assert.DoesNotContain("It would help.", page.Markup);
    }

    [Fact]
    public async Task No_subscription_is_left_after_the_pages_are_gone()
    {
        _query.Details = Details(2);
        Show<RunbooksPage>();
        Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));
        Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook"));
        Assert.Equal(13, Feed.Count);

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.Count);
    }

    private static RunbookDetails Details(int shown) => new(
        new("my-runbook", shown, RunbookTemplate.Text), null, [new(2, "maria", Now, "The mirror moved"), new(1, "AiSre", Now, "First")], [], 0);

    private static string WithTest => RunbookTemplate.Text.Replace(
        "\n---\n", "\ntests: [{name: Registry A times out, objects: [{apiVersion: v1, kind: Pod}], expect: {fits: false}}]\n---\n", StringComparison.Ordinal);

    private sealed class FakePreview() : RunbookPreview(null!, null!, null!)
    {
        public ImmutableArray<RunbookTestResult> Tests { get; set; } = [];

        public ImmutableArray<PreviewedIncident> Incidents { get; set; } = [];

        public override Task<ImmutableArray<RunbookTestResult>> TestAsync(Runbook runbook, CancellationToken cancellationToken) => Task.FromResult(Tests);

        public override Task<ImmutableArray<PreviewedIncident>> MatchAsync(Runbook runbook, CancellationToken cancellationToken) => Task.FromResult(Incidents);

        public override Task<PreviewedChange> PlanAsync(Runbook runbook, int number, CancellationToken cancellationToken) =>
            Task.FromResult(new PreviewedChange([], "It would help."));
    }

    private sealed class FakeRunbookQuery() : RunbookQuery(null!, null!)
    {
        public ImmutableArray<RunbookRow> Rows { get; set; } = [];

        public RunbookDetails? Details { get; set; }

        public RunbookAmendment? Amendment { get; set; }

        public override Task<RunbookAmendment?> AmendmentAsync(string id, RejectionReason reason, CancellationToken cancellationToken) => Task.FromResult(Amendment);

        public override Task<ImmutableArray<RunbookRow>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Rows);

        public override Task<RunbookDetails?> DetailsAsync(string id, int? number, int? compareWith, CancellationToken cancellationToken) =>
            Task.FromResult(Details);
    }
}
