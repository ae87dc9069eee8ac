using AiSre.GitHub;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Playground.GitHub;
using AiSre.Playground.GitHub;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;

namespace AiSre.IntegrationTests.Runbooks;

/// <summary>Edits of a repository's runbooks become pull requests on the playground's GitHub, one for each wish, and are never merged by AiSre.</summary>
public sealed class RunbookEditTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly string Before = SourceWorld.Text("a");
    private static readonly string After = SourceWorld.Text("a", "Better");

    private SourceWorld _world = null!;
    private Replica _replica = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await SourceWorld.StartAsync(postgres);
        _world.Commit("One", ("a.md", Before));
        _replica = _world.Replica();
        await _replica.SyncAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_edit_becomes_a_pull_request_with_one_commit_of_exactly_this_text()
    {
        var result = await _replica.ProposeAsync(After, "a", Before, "The mirror `moved`.");

        var pullRequest = Assert.Single(await _world.PullRequestsAsync());
        Assert.Equal((pullRequest.Number, pullRequest.HtmlUrl, "a", false), (result.PullRequest!.Number, result.PullRequest.Url, result.PullRequest.RunbookId, result.PullRequest.IsNew));
        Assert.Matches("^aisre/runbook/a-[0-9a-f]{8}$", pullRequest.Head.Ref);
        Assert.Equal(("main", "Change runbook a"), (pullRequest.Base.Ref, pullRequest.Title));
        Assert.Contains("The mirror \\`moved\\`.", pullRequest.Body, StringComparison.Ordinal);
        Assert.Contains("-title: A", pullRequest.Body, StringComparison.Ordinal);
        Assert.Contains("+title: Better", pullRequest.Body, StringComparison.Ordinal);
        var commit = Assert.Single(await _world.GitHub.Octokit().PullRequest.Commits("acme", "shop", pullRequest.Number));
        Assert.Contains("\n\nRunbook: a\nEdited-by: ada", commit.Commit.Message, StringComparison.Ordinal);
        Assert.Equal("runbooks/a.md", Assert.Single(await _world.GitHub.Octokit().PullRequest.Files("acme", "shop", pullRequest.Number)).FileName);
        Assert.Equal(After, (await _world.GitHub.Octokit().Repository.Content.GetAllContentsByRef("acme", "shop", "runbooks/a.md", pullRequest.Head.Ref))[0].Content);
        Assert.Equal(Before, (await _replica.Store.GetAsync("a", null, Token))!.Text);
    }

    [Fact]
    public async Task Merged_it_is_the_next_version_of_who_wanted_it_and_its_branch_goes()
    {
        var pullRequest = (await _replica.ProposeAsync(After, "a", Before, "The mirror moved.")).PullRequest!;
        await _replica.SyncAsync();
        Assert.Equal(RunbookEditState.Open, Assert.Single(await _world.EditsAsync()).State);

        await _world.GitHub.Octokit(GitHubDriver.Admin).PullRequest.Merge("acme", "shop", pullRequest.Number!.Value, new Octokit.MergePullRequest { MergeMethod = Octokit.PullRequestMergeMethod.Squash });
        await _replica.SyncAsync();

        var version = (await _replica.Store.GetAsync("a", null, Token))!;
        Assert.Equal((2, After, "ada", "The mirror moved."), (version.Number, version.Text, version.SavedBy, version.Reason));
        Assert.NotNull(version.Origin);
        var edit = Assert.Single(await _world.EditsAsync());
        Assert.Equal(RunbookEditState.Merged, edit.State);
        Assert.Null(_world.GitHub.Git.ResolveBranch("acme", "shop", edit.Branch));
    }

    [Fact]
    public async Task Closed_it_is_over_and_the_same_wish_again_is_a_new_one()
    {
        var first = (await _replica.ProposeAsync(After, "a", Before)).PullRequest!;
        await _world.GitHub.Octokit(GitHubDriver.Admin).PullRequest.Update("acme", "shop", first.Number!.Value, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });
        await _replica.SyncAsync();
        Assert.Equal(RunbookEditState.Closed, Assert.Single(await _world.EditsAsync()).State);

        var second = (await _replica.ProposeAsync(After, "a", Before)).PullRequest!;

        Assert.NotEqual(first.Number, second.Number);
        await _world.GitHub.Octokit(GitHubDriver.Admin).PullRequest.Update("acme", "shop", second.Number!.Value, new Octokit.PullRequestUpdate { State = Octokit.ItemState.Closed });
        Assert.Equal(1, (await _replica.Store.GetAsync("a", null, Token))!.Number);

        // Whoever commits the same text by hand is its author, not the person whose wish was turned down.
        _world.Commit("By hand", ("a.md", After));
        await _replica.SyncAsync();
        Assert.Equal((2, "ana"), ((await _replica.Store.GetAsync("a", null, Token)) is var latest ? latest!.Number : 0, latest!.SavedBy));
    }

    [Fact]
    public async Task Clicked_twice_on_two_replicas_it_is_one_pull_request()
    {
        var other = _world.Replica();

        var results = await Task.WhenAll(_replica.ProposeAsync(After, "a", Before), other.ProposeAsync(After, "a", Before), _replica.ProposeAsync(After, "a", Before));

        Assert.Single(await _world.PullRequestsAsync());
        Assert.Single(await _world.EditsAsync());
        Assert.Single(results.Select(result => result.PullRequest!.Number).Distinct());
    }

    [Theory]
    [InlineData("/git/trees", FaultKind.DropBefore)]
    [InlineData("/git/trees", FaultKind.DropAfter)]
    [InlineData("/git/commits", FaultKind.DropBefore)]
    [InlineData("/git/commits", FaultKind.DropAfter)]
    [InlineData("/git/refs", FaultKind.DropBefore)]
    [InlineData("/git/refs", FaultKind.DropAfter)]
    [InlineData("/pulls", FaultKind.DropBefore)]
    [InlineData("/pulls", FaultKind.DropAfter)]
    public async Task Broken_off_at_any_effect_another_replica_does_the_rest_once(string path, FaultKind moment)
    {
        _world.GitHub.Faults.Add(new GitHubFault(moment, 20) { Method = "POST", Path = path });
        var result = await _replica.ProposeAsync(After, "a", Before);
        Assert.NotNull(result.PullRequest?.Problem);
        Assert.Equal(RunbookEditState.Opening, Assert.Single(await _world.EditsAsync()).State);
        _world.GitHub.Faults.Clear();

        await _world.Replica().SyncAsync();
        await _world.Replica().SyncAsync();

        var pullRequest = Assert.Single(await _world.PullRequestsAsync());
        var edit = Assert.Single(await _world.EditsAsync());
        Assert.Equal((RunbookEditState.Open, pullRequest.Number, null), (edit.State, edit.PullRequestNumber, edit.Problem));
        Assert.Single(await _world.GitHub.Octokit().PullRequest.Commits("acme", "shop", pullRequest.Number));
    }

    [Theory]
    [InlineData("/git/trees", FaultKind.NoAnswer)]
    [InlineData("/git/trees", FaultKind.NoAnswerAfter)]
    [InlineData("/git/commits", FaultKind.NoAnswer)]
    [InlineData("/git/commits", FaultKind.NoAnswerAfter)]
    [InlineData("/git/refs", FaultKind.NoAnswer)]
    [InlineData("/git/refs", FaultKind.NoAnswerAfter)]
    [InlineData("/pulls", FaultKind.NoAnswer)]
    [InlineData("/pulls", FaultKind.NoAnswerAfter)]
    public async Task Ended_at_any_effect_without_another_line_it_is_done_once_by_the_next(string path, FaultKind moment)
    {
        // GitHub holds back its answer at the effect, so the moment is certain; what would run after it never does.
        _world.GitHub.Faults.Add(new GitHubFault(moment) { Method = "POST", Path = path });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wish = _replica.Edits.ProposeAsync(new ProposeRunbook(_replica.Key, After, "a", Before, "ada", "Because."), end.Token);
        await Eventually.BeAsync(() => _world.GitHub.Faults.AreUsedUp);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wish);
        Assert.Equal(RunbookEditState.Opening, Assert.Single(await _world.EditsAsync()).State);

        await _world.Replica().SyncAsync();
        await _world.Replica().SyncAsync();

        var pullRequest = Assert.Single(await _world.PullRequestsAsync());
        Assert.Equal((RunbookEditState.Open, pullRequest.Number), (Assert.Single(await _world.EditsAsync()) is var edit ? edit.State : default, edit.PullRequestNumber));
        Assert.Single(await _world.GitHub.Octokit().PullRequest.Commits("acme", "shop", pullRequest.Number));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/comments")]
    [InlineData("/pulls/")]
    public async Task An_edit_that_is_taken_further_takes_the_place_of_the_first(string? brokenOff)
    {
        var first = (await _replica.ProposeAsync(After, "a", Before)).PullRequest!;
        var old = Assert.Single(await _world.EditsAsync());
        Assert.Equal((After, null), (await _replica.Edits.TextAsync(old.Id, "a", Token), await _replica.Edits.TextAsync(old.Id, "other", Token)));
        if (brokenOff is not null)
        {
            _world.GitHub.Faults.Add(new GitHubFault(FaultKind.DropAfter, 20) { Method = brokenOff == "/comments" ? "POST" : "PATCH", Path = brokenOff });
        }

        var wish = new ProposeRunbook(_replica.Key, After + "More.\n", "a", Before, "ada", "More.") { Supersedes = old.Id };
        var second = (await _replica.Edits.ProposeAsync(wish, Token)).PullRequest!;
        _world.GitHub.Faults.Clear();
        await _world.Replica().SyncAsync();

        Assert.Equal([(second.Number!.Value, Octokit.ItemState.Open), (first.Number!.Value, Octokit.ItemState.Closed)], (await _world.PullRequestsAsync()).Select(one => (one.Number, one.State.Value)));
        Assert.Equal([RunbookEditState.Closed, RunbookEditState.Open], (await _world.EditsAsync()).Select(edit => edit.State));
        Assert.Contains($"Taken further in #{second.Number}.", Assert.Single(await _world.GitHub.Octokit().Issue.Comment.GetAllForIssue("acme", "shop", first.Number.Value)).Body, StringComparison.Ordinal);
        Assert.Null(_world.GitHub.Git.ResolveBranch("acme", "shop", old.Branch));
    }

    [Fact]
    public async Task A_file_that_changed_under_the_editor_is_noticed_and_taken_over_to_compare_with()
    {
        _world.Commit("Somebody else", ("a.md", SourceWorld.Text("a", "Theirs")));

        var result = await _replica.ProposeAsync(After, "a", Before);

        Assert.Contains("runbooks/a.md of acme/shop was changed on main while you edited", result.Refusal, StringComparison.Ordinal);
        Assert.Empty(await _world.PullRequestsAsync());
        Assert.Equal((2, SourceWorld.Text("a", "Theirs")), ((await _replica.Store.GetAsync("a", null, Token)) is var latest ? latest!.Number : 0, latest!.Text));
        Assert.NotNull((await _replica.ProposeAsync(After, "a", latest.Text)).PullRequest);
    }

    [Fact]
    public async Task A_broken_file_is_corrected_from_what_it_says_now()
    {
        var broken = Before.Replace("Unknown", "Nonsense", StringComparison.Ordinal);
        _world.Commit("Break", ("a.md", broken));
        await _replica.SyncAsync();
        Assert.NotNull((await _replica.ProposeAsync(After, "a", Before)).Refusal);

        Assert.Equal(broken, await _replica.Edits.ReadAsync(_replica.Key, "runbooks/a.md", Token));
        Assert.NotNull((await _replica.ProposeAsync(After, "a", broken)).PullRequest);
    }

    [Fact]
    public async Task A_new_runbook_is_begun_in_the_repository_at_the_path_of_its_id()
    {
        var result = await _replica.ProposeAsync(SourceWorld.Text("fresh"), null, null);

        Assert.True(result.PullRequest!.IsNew);
        var pullRequest = Assert.Single(await _world.PullRequestsAsync());
        Assert.Equal("Add runbook fresh", pullRequest.Title);
        Assert.Equal("runbooks/fresh.md", Assert.Single(await _world.GitHub.Octokit().PullRequest.Files("acme", "shop", pullRequest.Number)).FileName);
        await _world.GitHub.Octokit(GitHubDriver.Admin).PullRequest.Merge("acme", "shop", pullRequest.Number, new Octokit.MergePullRequest());
        await _replica.SyncAsync();
        Assert.Equal(["a", "fresh"], await _replica.InForceAsync());
    }

    [Fact]
    public async Task A_retired_runbook_is_put_back_by_a_pull_request()
    {
        _world.Commit("Other", ("b.md", SourceWorld.Text("b")));
        _world.Commit("Gone", ("a.md", null));
        await _replica.SyncAsync();

        Assert.NotNull((await _replica.ProposeAsync(After, "a", Before)).Refusal);
        Assert.NotNull((await _replica.ProposeAsync(After, "a", null)).PullRequest);
    }

    [Fact]
    public async Task What_is_not_valid_says_nothing_new_or_exists_opens_nothing()
    {
        await _replica.Store.SaveAsync(new SaveRunbook(SourceWorld.Text("here"), 0, null, "ada", "First"), Token);
        _world.Commit("A file", ("taken.md", "# Prose\n"));

        Assert.Contains("line 1", (await _replica.ProposeAsync("nothing", "a", Before)).Refusal, StringComparison.Ordinal);
        Assert.Contains("no reason", (await _replica.ProposeAsync(After, "a", Before, " ")).Refusal, StringComparison.Ordinal);
        Assert.Contains("id changed", (await _replica.ProposeAsync(SourceWorld.Text("b"), "a", Before)).Refusal, StringComparison.Ordinal);
        Assert.Contains("this very text already", (await _replica.ProposeAsync(Before, "a", Before)).Refusal, StringComparison.Ordinal);
        Assert.Contains("here exists already", (await _replica.ProposeAsync(SourceWorld.Text("here"), null, null)).Refusal, StringComparison.Ordinal);
        Assert.Contains("has a file runbooks/taken.md on main already", (await _replica.ProposeAsync(SourceWorld.Text("taken"), null, null)).Refusal, StringComparison.Ordinal);
        Assert.Contains("not in the settings", (await _world.Replica(isConfigured: false).Edits.ProposeAsync(new ProposeRunbook(_replica.Key, After, "a", Before, "ada", "x"), Token)).Refusal, StringComparison.Ordinal);
        Assert.Empty(await _world.PullRequestsAsync());
        Assert.Empty(await _world.EditsAsync());
    }

    [Fact]
    public async Task Automatic_everywhere_that_the_editor_agreed_to_needs_no_second_agreement()
    {
        const string Wide = "---\nid: a\ntitle: Wide\nowner: a\nsymptom: {cause: Unknown}\nmode: automatic\nsolution: [{roll-back-image: {}}]\n---\n";
        Assert.True((await _replica.ProposeAsync(Wide, "a", Before)).AsksWhetherEverywhere);
        var wish = new ProposeRunbook(_replica.Key, Wide, "a", Before, "ada", "Wide.") { MeansEverywhere = true };

        var number = (await _replica.Edits.ProposeAsync(wish, Token)).PullRequest!.Number!.Value;
        await _world.GitHub.Octokit(GitHubDriver.Admin).PullRequest.Merge("acme", "shop", number, new Octokit.MergePullRequest());
        await _replica.SyncAsync();

        Assert.Equal(Wide, (await _replica.Store.GetAsync("a", null, Token))!.Text);
    }

    [Fact]
    public async Task What_could_not_be_opened_can_be_given_up()
    {
        _world.GitHub.Faults.Add(new GitHubFault(FaultKind.ServerError, 20) { Method = "POST", Path = "/pulls" });
        await _replica.ProposeAsync(After, "a", Before);
        var edit = Assert.Single(await _world.EditsAsync());
        Assert.NotNull(_world.GitHub.Git.ResolveBranch("acme", "shop", edit.Branch));
        _world.GitHub.Faults.Clear();

        await _replica.Edits.GiveUpAsync(edit.Id, Token);
        await _replica.SyncAsync();

        Assert.Equal(RunbookEditState.Closed, Assert.Single(await _world.EditsAsync()).State);
        Assert.Null(_world.GitHub.Git.ResolveBranch("acme", "shop", edit.Branch));
        Assert.Empty(await _world.PullRequestsAsync());
    }

    [Fact]
    public void A_blob_is_named_as_git_names_it() => Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", GitBlob.ShaOf("hello\n"));
}
