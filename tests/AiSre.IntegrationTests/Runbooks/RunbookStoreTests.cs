using System.Collections.Concurrent;
using AiSre.Data;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace AiSre.IntegrationTests.Runbooks;

/// <summary>Versions of runbooks on the real database.</summary>
public sealed class RunbookStoreTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _log = [];
    private readonly string _id = $"runbook-{Guid.NewGuid():N}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aisre-runbooks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mode: automatic", true)]
    [InlineData("mode: automatic\napplies-to: {clusters: '*', namespaces: ['a', '**']}", true)]
    [InlineData("mode: [{is: shadow, clusters: a}, {is: automatic}]", true)]
    [InlineData("mode: automatic\napplies-to: {clusters: dev-*}", false)]
    [InlineData("mode: [{is: automatic, clusters: dev-*}]", false)]
    [InlineData("mode: shadow", false)]
    public async Task Automatic_everywhere_is_saved_only_when_it_is_meant(string mode, bool asks)
    {
        var store = await StoreAsync();
        var request = new SaveRunbook($"---\nid: {_id}\ntitle: Wide\nowner: a\nsymptom: {{cause: Unknown}}\n{mode}\nsolution: [{{roll-back-image: {{}}}}]\n---\n", 0, null, "ada", "First");

        var first = await store.SaveAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((asks, !asks), (first.AsksWhetherEverywhere, first.IsSaved));
        Assert.True(!asks || (await store.SaveAsync(request with { MeansEverywhere = true }, TestContext.Current.CancellationToken)).IsSaved);
    }

    [Fact]
    public async Task Every_version_is_kept_and_the_latest_is_listed()
    {
        var store = await StoreAsync();

        Assert.Equal(1, (await SaveAsync(store, Text("One"), 0)).Version!.Number);
        Assert.Equal(2, (await SaveAsync(store, Text("Two"), 1)).Version!.Number);

        Assert.Equal([2, 1], (await store.VersionsAsync(_id, Token)).Select(version => version.Number));
        Assert.Equal(Text("Two"), Assert.Single(await store.ListAsync(Token), version => version.RunbookId == _id).Text);
        var first = (await store.GetAsync(_id, 1, Token))!;
        Assert.Equal((Text("One"), "ada", "because", _time.GetUtcNow()), (first.Text, first.SavedBy, first.Reason, first.SavedAt));
        Assert.Null(await store.GetAsync(_id, 3, Token));
    }

    [Fact]
    public async Task Somebody_elses_version_in_between_is_named_and_kept()
    {
        var store = await StoreAsync();
        await SaveAsync(store, Text("One"), 0);
        await SaveAsync(store, Text("Two"), 1, "grace");

        var refused = await SaveAsync(store, Text("Three"), 1);

        Assert.Equal($"The runbook was not saved because grace saved version 2 of {_id} while you edited version 1; compare, and save again on top of version 2.", refused.Refusal);
        Assert.Equal(Text("Two"), (await store.GetAsync(_id, null, Token))!.Text);
    }

    [Fact]
    public async Task Of_many_who_save_at_once_exactly_one_wins()
    {
        var store = await StoreAsync();
        await SaveAsync(store, Text("One"), 0);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => SaveAsync(store, Text($"Two, {index}"), 1, $"person {index}")));

        var winner = Assert.Single(results, result => result.IsSaved);
        Assert.All(results.Except([winner]), result => Assert.Contains($"{winner.Version!.SavedBy} saved version 2", result.Refusal, StringComparison.Ordinal));
        Assert.Equal(2, (await store.VersionsAsync(_id, Token)).Length);
    }

    [Fact]
    public async Task What_is_not_valid_is_not_saved()
    {
        var store = await StoreAsync();

        var refused = await SaveAsync(store, Text("One").Replace("owner", "keeper", StringComparison.Ordinal), 0);

        Assert.StartsWith("The runbook was not saved because line 2, column 1: 'owner' is missing", refused.Refusal, StringComparison.Ordinal);
        Assert.Equal(2, refused.Errors.Length);
        Assert.Null(await store.GetAsync(_id, null, Token));
    }

    [Fact]
    public async Task The_id_stays_and_a_reason_is_given()
    {
        var store = await StoreAsync();
        await SaveAsync(store, Text("One"), 0);

        Assert.Contains("its id changed from", (await store.SaveAsync(new SaveRunbook(Text("Two").Replace(_id, "other", StringComparison.Ordinal), 1, _id, "ada", "because"), Token)).Refusal, StringComparison.Ordinal);
        Assert.Contains("says no reason", (await store.SaveAsync(new SaveRunbook(Text("Two"), 1, _id, "ada", " "), Token)).Refusal, StringComparison.Ordinal);
        Assert.Contains("exists already", (await SaveAsync(store, Text("Two"), 0)).Refusal, StringComparison.Ordinal);
        Assert.Contains("is that of version 1 already", (await SaveAsync(store, Text("One"), 1)).Refusal, StringComparison.Ordinal);
        Assert.Single(await store.VersionsAsync(_id, Token));
    }

    [Fact]
    public async Task A_folder_is_imported_once_and_an_invalid_file_is_a_sentence()
    {
        var store = await StoreAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "a.md"), Text("One"), Token);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b.md"), "# No front matter", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "c.txt"), "no runbook", Token);

        await ImportAsync(store);
        await SaveAsync(store, Text("Two"), 1);
        await ImportAsync(store);

        var versions = await store.VersionsAsync(_id, Token);
        Assert.Equal([Text("Two"), Text("One")], versions.Select(version => version.Text));
        Assert.Equal("Imported from a.md", versions[1].Reason);
        var warnings = _log.Where(record => record.Level == LogLevel.Warning).Select(record => record.Message).Distinct();
        Assert.StartsWith($"Runbook {_folder.FullName}/b.md was not added because line 1, column 1:", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_sentence()
    {
        _folder.Delete();

        await ImportAsync(await StoreAsync());

        Assert.Contains("there is no directory", Assert.Single(_log).Message, StringComparison.Ordinal);
        _folder.Create();
    }

    [Fact]
    public async Task The_catalog_reads_what_was_saved_last()
    {
        var store = await StoreAsync();
        var catalog = new RunbookCatalog(store, new Logger<RunbookCatalog>(_log));
        await SaveAsync(store, Text("One"), 0);
        Assert.Equal(("One", 1), await TitleAsync());

        await SaveAsync(store, Text("Two"), 1);
        Assert.Equal(("Two", 2), await TitleAsync());

        async Task<(string, int)> TitleAsync()
        {
            var runbook = Assert.Single(await catalog.LatestAsync(Token), candidate => candidate.Runbook.Id == _id);
            return (runbook.Runbook.Title, runbook.Version);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Text(string title) => $"---\nid: {_id}\ntitle: {title}\nowner: somebody\n---\nText.\n";

    private async Task<RunbookStore> StoreAsync() => new(new Contexts(await database.DataSourceAsync()), _time);

    private static Task<SaveRunbookResult> SaveAsync(RunbookStore store, string text, int expected, string by = "ada") =>
        store.SaveAsync(new SaveRunbook(text, expected, null, by, "because"), Token);

    private Task ImportAsync(RunbookStore store) =>
        new RunbookImport(store, Options.Create(new RunbookOptions { Import = _folder.FullName }), new Logger<RunbookImport>(_log)).StartAsync(Token);

    private sealed class Contexts(NpgsqlDataSource dataSource) : IDbContextFactory<AiSreDbContext>
    {
        private readonly DbContextOptions<AiSreDbContext> _options =
            (DbContextOptions<AiSreDbContext>)new DbContextOptionsBuilder<AiSreDbContext>().UseAiSre(dataSource).Options;

        public AiSreDbContext CreateDbContext() => new(_options);
    }

    private sealed class Logger<T>(ConcurrentQueue<(LogLevel Level, string Message)> log) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue((logLevel, formatter(state, exception)));
    }
}
