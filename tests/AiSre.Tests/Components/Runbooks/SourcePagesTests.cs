using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Components.Runbooks;
using AiSre.Components.Runbooks.Sources;
using AiSre.Remediation.Previews;
using AiSre.Remediation.RunbookTests;
using AiSre.Runbooks;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Components.Runbooks;

/// <summary>What pages say of repositories that runbooks come from.</summary>
public sealed class SourcePagesTests : PageTest
{
    private const string Key = "github.com/acme/runbooks/platform";

    private static readonly SourceView Source = new()
    {
        Key = Key,
        Name = "acme/runbooks/platform",
        State = SourceState.Synced,
        Branch = "main",
        Folder = "platform",
        Revision = "0123456789012345678901234567890123456789",
        RevisionUrl = "https://github.com/acme/runbooks/commit/0123456789012345678901234567890123456789",
        SyncedAt = Now,
        InForce = 2,
        Skipped = 1,
    };

    private static readonly OwnershipView Owner = new()
    {
        RunbookId = "my-runbook",
        Source = Key,
        Repository = "acme/runbooks",
        Path = "platform/my-runbook.md",
        FileUrl = "https://github.com/acme/runbooks/blob/main/platform/my-runbook.md",
        Origin = new(Key, "platform/my-runbook.md", "b", "0123456789", "https://github.com/acme/runbooks/commit/0123456789", "f"),
    };

    private readonly Details _query = new();

    public SourcePagesTests()
    {
        Services.AddSingleton<RunbookQuery>(_query);
        Services.AddSingleton(new RunbookStore(null!, TimeProvider.System));
        Services.AddSingleton(new CurrentPerson("ada", true));
        Services.AddSingleton<RunbookPreview>(new NoPreview());
    }

    [Fact]
    public void A_source_shows_repository_branch_revision_and_state()
    {
        Repositories.Views = [Source];

        var card = Show<SourceCards>().Find(".source");

        Assert.All(["acme/runbooks/platform", "Synced", "branch main", "folder platform", "2 runbooks in force, 1 other Markdown file"], words => Assert.Contains(words, card.TextContent));
        Assert.Equal(("0123456", Source.RevisionUrl), (card.QuerySelector(".row-facts a")!.TextContent, card.QuerySelector(".row-facts a")!.GetAttribute("href")));
    }

    [Fact]
    public void A_source_of_which_not_all_is_in_force_does_not_look_well()
    {
        Repositories.Views = [Source with { Files = [new(FileProblemKind.Invalid, "platform/a\u202E.md", "a", "x")] }];

        var card = Show<SourceCards>().Find(".source");

        Assert.Contains("Synced, not all in force", card.QuerySelector(".tone-waiting")!.TextContent);
        Assert.Contains("platform/a\\u202E.md", card.TextContent);
    }

    [Fact]
    public void Without_sources_nothing_is_shown() => Assert.Equal("", Show<SourceCards>().Markup.Trim());

    [Fact]
    public void A_source_that_fails_says_since_when_and_why()
    {
        Repositories.Views = [Source with { State = SourceState.Failing, FailingSince = Now, Problem = "GitHub cannot be reached." }];

        var card = Show<SourceCards>().Find(".source");

        Assert.Contains("Failing", card.TextContent);
        Assert.Contains("2026-11-02 03:04:05", card.QuerySelector(".top")!.TextContent);
        Assert.Contains("GitHub cannot be reached. The last good versions stay in force.", card.QuerySelector(".notice-error")!.TextContent);
    }

    [Fact]
    public async Task Sync_now_asks_for_a_look()
    {
        Repositories.Views = [Source];
        var page = Show<SourceCards>();

        await ActAsync(page, "button:contains('Sync now')", button => button.Click());

        Assert.Equal([$"sync {Key}"], Repositories.Asked);
    }

    [Fact]
    public void A_file_that_is_not_in_force_says_where_and_why()
    {
        Repositories.Views = [Source with { Files = [new(FileProblemKind.Invalid, "platform/a.md", "a", "'Nonsense' is not a cause.") { Line = 5, Column = 3, Url = "https://github.com/x#L5", KeepsLast = true }] }];

        var problem = Show<SourceCards>().Find(".problem");

        Assert.Equal(("platform/a.md:5:3", "https://github.com/x#L5"), (problem.QuerySelector("a")!.TextContent, problem.QuerySelector("a")!.GetAttribute("href")));
        Assert.Contains("'Nonsense' is not a cause. The last good version stays in force.", problem.TextContent);
    }

    [Fact]
    public async Task A_conflict_is_handed_over_with_a_reason()
    {
        Repositories.Views = [Source with { Files = [new(FileProblemKind.OwnedByPeople, "platform/a.md", "a", "It belongs to people here.")] }];
        var page = Show<SourceCards>();

        await ActAsync(page, "button:contains('Hand it over')", button => button.Click());
        Assert.True(page.Find("form button[type=submit]").HasAttribute("disabled"));
        await ActAsync(page, "form input", input => input.Input("Git is where we look."));
        await ActAsync(page, "form", form => form.Submit());

        Assert.Equal([$"hand a to {Key} by ada: Git is where we look."], Repositories.Asked);
    }

    [Fact]
    public async Task Several_conflicts_are_handed_over_at_once()
    {
        Repositories.Views = [Source with { Files = [new(FileProblemKind.OwnedByPeople, "platform/a.md", "a", "x"), new(FileProblemKind.Invalid, "platform/c.md", "c", "x"), new(FileProblemKind.OwnedByGone, "platform/b.md", "b", "x")] }];
        var page = Show<SourceCards>();

        await ActAsync(page, "button:contains('Hand all 2 over')", button => button.Click());
        await ActAsync(page, "form input", input => input.Input("We keep them there."));
        await ActAsync(page, "form", form => form.Submit());

        Assert.Equal([$"hand a to {Key} by ada: We keep them there.", $"hand b to {Key} by ada: We keep them there."], Repositories.Asked);
    }

    [Fact]
    public async Task What_is_refused_is_said()
    {
        Repositories.Views = [Source with { Files = [new(FileProblemKind.OwnedByPeople, "platform/a.md", "a", "It belongs to people here.")] }];
        Repositories.Refusal = "It was not handed over.";
        var page = Show<SourceCards>();

        await ActAsync(page, "button:contains('Hand it over')", button => button.Click());
        await ActAsync(page, "form input", input => input.Input("x"));
        await ActAsync(page, "form", form => form.Submit());

        page.WaitForAssertion(() => Assert.Contains("It was not handed over.", page.Markup));
    }

    [Fact]
    public async Task Automatic_everywhere_is_agreed_to_for_that_text()
    {
        Repositories.Views = [Source with { Files = [new(FileProblemKind.Everywhere, "platform/a.md", "a", "It asks to be automatic.") { TextHash = "abc" }] }];
        var page = Show<SourceCards>();

        await ActAsync(page, "button:contains('I mean it')", button => button.Click());

        Assert.Equal(["agree to abc by ada"], Repositories.Asked);
    }

    [Fact]
    public void Only_an_administrator_agrees_to_automatic_everywhere()
    {
        Services.AddSingleton(new CurrentPerson("ada", true) { IsAdministrator = false });
        Repositories.Views = [Source with { Files = [new(FileProblemKind.Everywhere, "platform/a.md", "a", "It asks to be automatic.") { TextHash = "abc" }] }];

        Assert.True(Show<SourceCards>().Find("button:contains('I mean it')").HasAttribute("disabled"));
    }

    [Fact]
    public void Who_may_not_decide_can_do_nothing_here()
    {
        Services.AddSingleton(new CurrentPerson("eve", false, "Only operators may."));
        Repositories.Views = [Source with { Files = [new(FileProblemKind.Everywhere, "platform/a.md", "a", "x") { TextHash = "abc" }] }];

        var page = Show<SourceCards>();

        Assert.All(page.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Contains("Only operators may.", page.Markup);
    }

    [Fact]
    public async Task An_edit_that_could_not_be_opened_is_told_and_given_up()
    {
        Repositories.Views = [Source with { Edits = [new(Guid.NewGuid(), "a", true, "ada", "Because.", Now, null, null, "GitHub says no.")] }];
        var page = Show<SourceCards>();
        Assert.Contains("GitHub says no. AiSre tries again by itself.", page.Markup);

        await ActAsync(page, "button:contains('Give it up')", button => button.Click());

        Assert.Equal(["give up"], Repositories.Asked);
    }

    [Fact]
    public void A_runbook_says_that_it_is_kept_here() =>
        Assert.Contains("kept here", Strip().TextContent);

    [Fact]
    public void A_runbook_of_a_repository_links_its_file_its_commit_and_its_pull_request()
    {
        Repositories.Owner = Owner with { Edits = [new(Guid.NewGuid(), "my-runbook", false, "ada", "Because.", Now, 7, "https://github.com/acme/runbooks/pull/7", null)] };

        var strip = Strip();

        Assert.Equal(
            [("platform/my-runbook.md", Owner.FileUrl), ("0123456", Owner.Origin!.RevisionUrl), ("Pull request #7", "https://github.com/acme/runbooks/pull/7")],
            strip.QuerySelectorAll("a").Select(link => (link.TextContent, link.GetAttribute("href"))));
    }

    [Fact]
    public async Task A_runbook_whose_source_is_gone_is_taken_over_with_a_reason()
    {
        Repositories.Owner = Owner with { IsGone = true };
        _query.Found = Latest(2);
        var page = Show<RunbookPage>(parameters => parameters.Add(runbook => runbook.Id, "my-runbook"));
        Assert.Contains("The settings name its repository no more.", page.Find(".strip").TextContent);

        await ActAsync(page, "button:contains('Take it over')", button => button.Click());
        await ActAsync(page, ".strip form input", input => input.Input("Archived."));
        await ActAsync(page, ".strip form", form => form.Submit());

        Assert.Equal(["take my-runbook by ada: Archived."], Repositories.Asked);
    }

    [Fact]
    public void A_retired_runbook_says_so_on_its_page_and_in_the_list()
    {
        Repositories.Owner = Owner with { RetiredAt = Now };
        Assert.Contains("Retired: its file is gone", Strip().TextContent);

        _query.Rows = [new() { Id = "a", Title = "A", Version = 1, SavedBy = "ana", SavedAt = Now, KeptIn = "acme/runbooks", IsRetired = true }];
        var row = Show<RunbooksPage>().Find("a.row");
        Assert.Contains("Retired", row.TextContent);
        Assert.Contains("kept in acme/runbooks", row.TextContent);
    }

    [Fact]
    public async Task Saving_a_runbook_of_a_repository_opens_a_pull_request_on_top_of_what_the_file_said()
    {
        Repositories.Owner = Owner;
        Repositories.Result = SaveRunbookResult.Proposed(new("my-runbook", false, 7, "u", null));
        _query.Found = Latest(2);
        var page = Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook"));
        Assert.Contains("Saving opens a pull request there", page.Markup);

        await SaveAsync(page, "New text");

        var request = Assert.Single(Repositories.Proposed);
        Assert.Equal((Key, "my-runbook", RunbookTemplate.Text, "ada", "Because."), (request.Source, request.RunbookId, request.Base, request.By, request.Reason));
        Assert.EndsWith("/runbooks/my-runbook", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_leaves_the_text_in_the_editor()
    {
        Repositories.Owner = Owner;
        Repositories.Result = SaveRunbookResult.Refused("The file was changed while you edited.");
        _query.Found = Latest(2);
        var page = Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook"));

        await SaveAsync(page, "New text");

        page.WaitForAssertion(() => Assert.Contains("The file was changed while you edited.", page.Markup));
        Assert.Contains("New text", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task The_editing_can_begin_with_what_a_broken_file_says()
    {
        const string Broken = "---\nid: my-runbook\n---\n";
        Repositories.Owner = Owner with { Files = [new(Key, new(FileProblemKind.Invalid, Owner.Path!, "my-runbook", "Broken."))] };
        Repositories.FileText = Broken;
        Repositories.Result = SaveRunbookResult.Proposed(new("my-runbook", false, 7, "u", null));
        _query.Found = Latest(2);
        Assert.Equal("runbooks/my-runbook/edit?file=true", Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook")).Find(".notice-warning a").GetAttribute("href"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("runbooks/my-runbook/edit?file=true");
        var page = Show<EditRunbookPage>(parameters => parameters.Add(edit => edit.Id, "my-runbook"));
        Assert.Equal(Broken, page.Find("textarea").GetAttribute("value"));
        await SaveAsync(page, "");

        Assert.Equal(Broken, Assert.Single(Repositories.Proposed).Base);
    }

    [Fact]
    public async Task The_text_of_an_open_pull_request_is_taken_further_in_its_place()
    {
        var edit = Guid.NewGuid();
        Repositories.Owner = Owner with { Edits = [new(edit, "my-runbook", false, "ada", "Because.", Now, 7, "u", null)] };
        Repositories.EditText = RunbookTemplate.Text + "Proposed.";
        Repositories.Result = SaveRunbookResult.Proposed(new("my-runbook", false, 8, "u", null));
        _query.Found = Latest(2);
        Assert.Contains(Show<EditRunbookPage>(parameters => parameters.Add(page => page.Id, "my-runbook")).FindAll("a"), link => link.GetAttribute("href") == $"runbooks/my-runbook/edit?further={edit}");

        Services.GetRequiredService<NavigationManager>().NavigateTo($"runbooks/my-runbook/edit?further={edit}");
        var page = Show<EditRunbookPage>(parameters => parameters.Add(page => page.Id, "my-runbook"));
        Assert.EndsWith("Proposed.", page.Find("textarea").GetAttribute("value"), StringComparison.Ordinal);
        await SaveAsync(page, "More.");

        var request = Assert.Single(Repositories.Proposed);
        Assert.Equal((edit, RunbookTemplate.Text), (request.Supersedes, request.Base));
    }

    [Fact]
    public async Task A_new_runbook_is_kept_where_the_person_chooses()
    {
        Repositories.Result = SaveRunbookResult.Proposed(new("my-runbook", true, 8, "u", null));
        var page = Show<EditRunbookPage>();

        await ActAsync(page, ".pick select", select => select.Change(Key));
        await SaveAsync(page, "");

        var request = Assert.Single(Repositories.Proposed);
        Assert.Equal((Key, null, null), (request.Source, request.RunbookId, request.Base));
        Assert.EndsWith("/runbooks", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private static async Task SaveAsync(IRenderedComponent<EditRunbookPage> page, string more)
    {
        await ActAsync(page, "textarea", area => area.Input(RunbookTemplate.Text + more));
        await ActAsync(page, "form.save input", input => input.Input("Because."));
        await ActAsync(page, "form.save", form => form.Submit());
    }

    private AngleSharp.Dom.IElement Strip() => Show<OwnerStrip>(parameters => parameters.Add(strip => strip.RunbookId, "my-runbook")).Find(".strip");

    private static RunbookDetails Latest(int number) =>
        new(new("my-runbook", number, RunbookTemplate.Text), null, [new(number, "ana", Now, "The mirror moved")], [], 0);

    private sealed class Details() : RunbookQuery(null!, null!)
    {
        public ImmutableArray<RunbookRow> Rows { get; set; } = [];

        public RunbookDetails? Found { get; set; }

        public override Task<ImmutableArray<RunbookRow>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Rows);

        public override Task<RunbookDetails?> DetailsAsync(string id, int? number, int? compareWith, CancellationToken cancellationToken) => Task.FromResult(Found);
    }

    private sealed class NoPreview() : RunbookPreview(null!, null!, null!)
    {
        public override Task<ImmutableArray<RunbookTestResult>> TestAsync(Runbook runbook, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<RunbookTestResult>.Empty);

        public override Task<ImmutableArray<PreviewedIncident>> MatchAsync(Runbook runbook, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<PreviewedIncident>.Empty);
    }
}
