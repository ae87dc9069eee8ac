using AiSre.GitHub;
using AiSre.IntegrationTests.Components;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.IntegrationTests.Guardrails;

/// <summary>Versions of guardrails on the real database, their file on disk, and the pause.</summary>
public sealed class GuardrailStoreTests(PostgresServer postgres) : IAsyncDisposable
{
    private const string One = "environments: {dev: {criticality: low, clusters: [dev-*]}}\nautomatic: [{environments: [dev]}]\n";
    private const string Two = One + "rules: [{name: a, risk: low}]\n";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly PostgresDatabase _database = new(postgres);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aisre-guardrails-");
    private readonly GitHubRepositories _repositories = new(Options.Create(new GitHubOptions()), TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "guardrails.yaml");

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        _repositories.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_version_is_kept_with_who_when_and_why_and_the_latest_is_in_force()
    {
        var store = await StoreAsync();
        Assert.Equal((null, true), (await store.InForceAsync(Token) is var none ? none.Version : 0, none.IsKnown));

        Assert.True((await store.SaveAsync(new(One, 0, "ada", "A beginning."), Token)).IsSaved);
        Assert.True((await store.SaveAsync(new(Two, 1, "grace", "Only low risk."), Token)).IsSaved);

        var versions = await store.VersionsAsync(Token);
        Assert.Equal([(2, Two, "grace", "Only low risk."), (1, One, "ada", "A beginning.")], versions.Select(version => (version.Number, version.Text, version.SavedBy, version.Reason)));
        Assert.Equal(_time.GetUtcNow(), versions[0].SavedAt);
        var inForce = await store.InForceAsync(Token);
        Assert.Equal((2, "a"), (inForce.Version, inForce.File!.Rules[0].Name));
        Assert.Null(store.Owner);
    }

    [Fact]
    public async Task What_is_not_valid_or_is_too_late_is_not_saved()
    {
        var store = await StoreAsync();
        await store.SaveAsync(new(One, 0, "ada", "A beginning."), Token);

        Assert.StartsWith("The guardrails were not saved because line 1, column 1: the key 'rule' is not known", (await store.SaveAsync(new("rule: 1\n", 1, "ada", "x"), Token)).Refusal, StringComparison.Ordinal);
        Assert.Contains("no reason", (await store.SaveAsync(new(Two, 1, "ada", " "), Token)).Refusal, StringComparison.Ordinal);
        Assert.Contains("ada saved version 1 while you edited version 0", (await store.SaveAsync(new(Two, 0, "grace", "x"), Token)).Refusal, StringComparison.Ordinal);
        Assert.Contains("is that of version 1 already", (await store.SaveAsync(new(One, 1, "ada", "x"), Token)).Refusal, StringComparison.Ordinal);
        Assert.Equal(1, (await store.InForceAsync(Token)).Version);
    }

    [Fact]
    public async Task Of_many_who_save_at_once_one_wins()
    {
        var store = await StoreAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => store.SaveAsync(new(One + $"# {index}\n", 0, $"person {index}", "x"), Token)));

        Assert.Single(results, result => result.IsSaved);
        Assert.Single(await store.VersionsAsync(Token));
    }

    [Fact]
    public async Task A_file_s_guardrails_are_taken_over_and_belong_to_the_file()
    {
        await File.WriteAllTextAsync(FilePath, One, Token);
        var (store, source) = await FromFileAsync();

        await source.RefreshAsync(Token);
        await source.RefreshAsync(Token);

        var version = Assert.Single(await store.VersionsAsync(Token));
        Assert.Equal((One, $"the file {FilePath}", null), (version.Text, version.SavedBy, (await store.InForceAsync(Token)).Problem));
        Assert.Equal($"The guardrails were not saved because they come from the file {FilePath}; change them there.", (await store.SaveAsync(new(Two, 1, "ada", "x"), Token)).Refusal);
    }

    [Fact]
    public async Task The_last_good_version_stays_in_force_and_it_is_told_why()
    {
        await File.WriteAllTextAsync(FilePath, One, Token);
        var (store, source) = await FromFileAsync();
        await source.RefreshAsync(Token);

        await File.WriteAllTextAsync(FilePath, "rule: 1\n", Token);
        await source.RefreshAsync(Token);
        var invalid = await store.InForceAsync(Token);
        File.Delete(FilePath);
        await source.RefreshAsync(Token);
        var gone = await store.InForceAsync(Token);
        await File.WriteAllTextAsync(FilePath, Two, Token);
        await source.RefreshAsync(Token);
        var again = await store.InForceAsync(Token);

        Assert.Equal((1, true), (invalid.Version, invalid.IsKnown));
        Assert.Contains("is not in force because line 1, column 1: the key 'rule' is not known", invalid.Problem, StringComparison.Ordinal);
        Assert.Equal((1, true), (gone.Version, gone.IsKnown));
        Assert.Contains("could not be read from", gone.Problem, StringComparison.Ordinal);
        Assert.Equal((2, null), (again.Version, again.Problem));
    }

    [Fact]
    public async Task A_file_that_was_never_good_is_not_the_same_as_none()
    {
        var (store, source) = await FromFileAsync();
        Assert.False((await store.InForceAsync(Token)).IsKnown);

        await File.WriteAllTextAsync(FilePath, "rule: 1\n", Token);
        await source.RefreshAsync(Token);

        Assert.False((await store.InForceAsync(Token)).IsKnown);
    }

    [Fact]
    public void Guardrails_come_from_one_place()
    {
        var both = new GuardrailOptionsValidator().Validate(null, new GuardrailOptions { File = "a", Repository = "https://github.com/acme/platform" });

        Assert.True(both.Failed);
        Assert.False(new GuardrailOptionsValidator().Validate(null, new GuardrailOptions { File = "a" }).Failed);
    }

    [Fact]
    public async Task A_calendar_is_read_from_its_folder_and_nowhere_else()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "freeze.ics"), "BEGIN:VCALENDAR", Token);
        var files = new GuardrailFiles(_repositories, Options.Create(new GuardrailOptions { File = FilePath }));

        Assert.Equal("BEGIN:VCALENDAR", await files.ReadCalendarAsync("freeze.ics", Token));
        await Assert.ThrowsAsync<ProblemException>(() => files.ReadCalendarAsync("../freeze.ics", Token));
        await Assert.ThrowsAsync<ProblemException>(() => files.ReadCalendarAsync("none.ics", Token));
        await Assert.ThrowsAsync<ProblemException>(() => new GuardrailFiles(_repositories, Options.Create(new GuardrailOptions())).ReadCalendarAsync("freeze.ics", Token));
    }

    [Fact]
    public async Task The_pause_keeps_who_and_why()
    {
        var pause = new GuardrailPause(await PageRows.OfAsync(_database), _time);
        Assert.Equal(PauseState.Never, await pause.StateAsync(Token));

        await pause.PauseAsync("ada", "Black Friday.", Token);
        Assert.Equal(new PauseState(true, "ada", "Black Friday."), await pause.StateAsync(Token));
        await pause.ResumeAsync("grace", "It is over.", Token);

        Assert.False((await pause.StateAsync(Token)).IsPaused);
        Assert.Equal([(false, "grace"), (true, "ada")], (await pause.HistoryAsync(Token)).Select(entry => (entry.IsPaused, entry.By)));
        await Assert.ThrowsAsync<ProblemException>(() => pause.PauseAsync("ada", " ", Token));
    }

    private async Task<GuardrailStore> StoreAsync(GuardrailOptions? options = null) =>
        new(await PageRows.OfAsync(_database), Options.Create(options ?? new GuardrailOptions()), _time);

    private async Task<(GuardrailStore Store, GuardrailSource Source)> FromFileAsync()
    {
        var options = Options.Create(new GuardrailOptions { File = FilePath });
        var (contexts, store) = (await PageRows.OfAsync(_database), await StoreAsync(options.Value));
        return (store, new GuardrailSource(store, new GuardrailFiles(_repositories, options), contexts, options, _time, NullLogger<GuardrailSource>.Instance));
    }
}
