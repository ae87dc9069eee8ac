using System.Diagnostics;
using AiSre.Data;
using AiSre.Data.Embedded;
using AiSre.IntegrationTests.Infrastructure;
using Npgsql;

namespace AiSre.IntegrationTests.Data;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly EmbeddedPostgresOptions Quick = new() { Durable = false };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_a_stop_and_a_start()
    {
        await using (var server = await StartAsync())
        {
            await new DatabaseReadiness().EnsureAsync(server.ConnectionString, Cancellation);
            await ExecuteAsync(server, "CREATE TABLE kept AS SELECT 'ä' AS word");
        }

        await using var again = await StartAsync();
        Assert.Equal("ä", await ExecuteAsync(again, "SELECT word FROM kept"));
    }

    [Fact]
    public async Task The_server_is_gone_after_disposal()
    {
        int process;
        await using (var server = await StartAsync())
        {
            process = ServerProcess();
            Assert.True(IsAlive(process));
        }

        Assert.False(IsAlive(process));
    }

    [Fact]
    public async Task Nobody_enters_without_the_password_and_nobody_enters_by_network()
    {
        await using var server = await StartAsync();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "postgres", Pooling = false };

        settings.Password = "guessed";
        var refused = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(settings));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal("", await ExecuteAsync(server, "SHOW listen_addresses", "postgres"));
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_in_one_sentence_that_names_the_process()
    {
        await using var server = await StartAsync();

        var problem = await Assert.ThrowsAsync<ProblemException>(() => StartAsync());

        Assert.Equal($"Another AiSre (process {Environment.ProcessId}) is using the data folder {folder.Path}: stop it, or choose another folder.", problem.Message);
    }

    [Fact]
    public async Task A_server_that_a_killed_process_left_running_is_adopted_with_its_data()
    {
        var left = await LeaveRunningAsync();

        await using var server = await StartAsync();

        Assert.Equal(left, ServerProcess());
        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1", "postgres"));
    }

    [Fact]
    public async Task A_server_that_was_killed_itself_is_started_anew_though_its_process_id_is_anothers_now()
    {
        var left = await LeaveRunningAsync();
        await KillAsync(left);
        var file = Path.Combine(Cluster, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(file, Cancellation);
        lines[0] = $"{Environment.ProcessId}";
        await File.WriteAllLinesAsync(file, lines, Cancellation);

        await using var server = await StartAsync();

        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1", "postgres"));
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again_at_the_same_address()
    {
        await using var server = await StartAsync();
        var killed = ServerProcess();

        await KillAsync(killed);

        await Eventually.BeAsync(() => PostmasterFile.Read(Cluster) is { } running && running.ProcessId != killed && running.IsServer(), seconds: 30);
        await new DatabaseReadiness(TimeSpan.FromSeconds(30)).EnsureAsync(server.ConnectionString, Cancellation);
        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task An_interrupted_first_start_is_begun_again()
    {
        Directory.CreateDirectory(Cluster + ".new/base");

        await using var server = await StartAsync();

        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1", "postgres"));
    }

    [Theory]
    [InlineData("with space, comma and \"quotes\" $HOME `id`")]
    [InlineData("long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long")]
    public async Task The_name_of_the_folder_does_not_matter(string name)
    {
        await using var server = await EmbeddedPostgres.StartAsync(Path.Combine(folder.Path, name), Quick, cancellationToken: Cancellation);

        Assert.Equal(1, await ExecuteAsync(server, "SELECT 1", "postgres"));
    }

    [Fact]
    public async Task A_machine_without_PostgreSQL_is_told_what_to_install()
    {
        var options = Quick with { SearchFolders = [folder.Path] };

        var problem = await Assert.ThrowsAsync<ProblemException>(() => EmbeddedPostgres.StartAsync(folder.Path, options, cancellationToken: Cancellation));

        Assert.StartsWith("PostgreSQL is not installed on this machine: install ", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("or set ConnectionStrings__AiSre to a server of your own.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_too_old_is_named_with_its_version()
    {
        var bin = InstallFake("postgres (PostgreSQL) 13.9");

        var problem = await Assert.ThrowsAsync<ProblemException>(
            () => EmbeddedPostgres.StartAsync(folder.Path, Quick with { SearchFolders = [bin] }, cancellationToken: Cancellation));

        Assert.StartsWith($"PostgreSQL 13 in {bin} is too old, AiSre needs 14 or newer: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_was_uninstalled_is_not_touched()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "11\n", Cancellation);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => StartAsync());

        Assert.StartsWith("The data folder was made by PostgreSQL 11, which is not installed here: ", problem.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(Cluster));
    }

    [Fact]
    public async Task A_server_that_cannot_start_gives_its_own_reason()
    {
        await using (await StartAsync())
        {
        }

        File.Delete(Path.Combine(Cluster, "global", "pg_control"));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => StartAsync());

        Assert.StartsWith($"AiSre's own PostgreSQL in {Path.Combine(folder.Path, "postgres")} did not start (", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(folder.Path, "postgres", "cluster");

    private async Task<EmbeddedPostgres> StartAsync()
    {
        try
        {
            return await EmbeddedPostgres.StartAsync(folder.Path, Quick, cancellationToken: Cancellation);
        }
        catch (ProblemException problem) when (!Requirements.AreErrors && problem.Message.StartsWith("PostgreSQL is not installed", StringComparison.Ordinal))
        {
            Assert.Skip(problem.Message);
            throw;
        }
    }

    // As after kill -9: the lock is free, the server goes on.
    private async Task<int> LeaveRunningAsync()
    {
        var server = await StartAsync();
        await server.AbandonAsync();
        return ServerProcess();
    }

    private int ServerProcess() => PostmasterFile.Read(Cluster)!.ProcessId;

    private static bool IsAlive(int process) => new PostmasterFile(process, 0, "").IsServer();

    private static async Task KillAsync(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        await Eventually.BeAsync(() => !IsAlive(id));
    }

    private string InstallFake(string version)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder.Path, "bin")).FullName;
        foreach (var program in (string[])["postgres", "initdb", "pg_ctl"])
        {
            var file = Path.Combine(bin, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{version}'\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return bin;
    }

    private static async Task OpenAsync(NpgsqlConnectionStringBuilder settings)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
    }

    private static async Task<object?> ExecuteAsync(EmbeddedPostgres server, string sql, string database = "aisre")
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database });
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
