using System.Net;
using System.Net.Sockets;
using AiSre.Data;
using AiSre.IntegrationTests.Infrastructure;
using Npgsql;

namespace AiSre.IntegrationTests.Data;

public sealed class DatabaseReadinessTests(PostgresServer server)
{
    private static readonly DatabaseReadiness Impatient = new(patience: TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_database_is_created_where_the_user_may()
    {
        var settings = await SettingsAsync();
        settings.Database = "made \"by\" readiness";

        await Impatient.EnsureAsync(settings.ConnectionString, Cancellation);

        Assert.Equal(settings.Database, await ExecuteAsync(settings, "SELECT current_database()"));
    }

    [Fact]
    public async Task Replicas_that_start_together_create_the_database_once()
    {
        var settings = await SettingsAsync();
        settings.Database = "made_once";

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Impatient.EnsureAsync(settings.ConnectionString, Cancellation)));

        Assert.Equal("made_once", await ExecuteAsync(settings, "SELECT current_database()"));
    }

    [Fact]
    public async Task A_missing_database_that_the_user_may_not_create_is_told_with_the_remedy()
    {
        var settings = await SettingsAsync();
        await ExecuteAsync(settings, "CREATE ROLE visitor LOGIN PASSWORD 'seen'");
        settings.Username = "visitor";
        settings.Password = "seen";
        settings.Database = "nowhere";

        Assert.Equal(
            $"PostgreSQL at {settings.Host} does not let user visitor do what AiSre needs in database nowhere (permission denied to create database): "
            + "create the database with OWNER \"visitor\", or make that user its owner.",
            await RefusalAsync(settings.ConnectionString));
    }

    [Fact]
    public async Task A_refused_login_names_the_user_and_never_the_password()
    {
        var settings = await SettingsAsync();
        settings.Password = "correct-horse";

        Assert.Equal(
            $"PostgreSQL at {settings.Host} refused the login of user aisre: correct Username and Password in ConnectionStrings__AiSre.",
            await RefusalAsync(settings.ConnectionString));
    }

    [Fact]
    public async Task A_server_that_is_down_is_named_with_its_address()
    {
        var port = FreePort();

        Assert.Equal(
            $"PostgreSQL at 127.0.0.1:{port} refuses connections: start it, or correct ConnectionStrings__AiSre.",
            await RefusalAsync($"Host=127.0.0.1;Port={port};Username=u;Password=secret"));
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_a_server_that_is_not_running() => Assert.Equal(
        "PostgreSQL at /nonexistent is not running, its socket is not there: start it, or correct ConnectionStrings__AiSre.",
        await RefusalAsync("Host=/nonexistent;Username=u"));

    [Fact]
    public async Task A_host_that_no_name_server_knows_is_said_so() => Assert.Equal(
        "PostgreSQL at db.invalid:5432 cannot be found by that name: start it, or correct ConnectionStrings__AiSre.",
        await RefusalAsync("Host=db.invalid;Username=u"));

    [Fact]
    public async Task A_server_that_is_too_old_is_told_with_both_versions()
    {
        await using var old = new ServerGreeting(PostgresMessages.Welcome("13.22 (Debian 13.22-1)"));

        Assert.Equal(
            $"PostgreSQL at 127.0.0.1:{old.Port} is version 13.22, AiSre needs 14 or newer: upgrade it, or set ConnectionStrings__AiSre to a newer server.",
            await RefusalAsync(old.ConnectionString));
    }

    [Fact]
    public async Task A_server_that_is_starting_up_is_waited_for()
    {
        var settings = await SettingsAsync();
        await using var starting = new ServerGreeting(PostgresMessages.Error(PostgresErrorCodes.CannotConnectNow, "the database system is starting up"));

        Assert.Equal(
            $"PostgreSQL at 127.0.0.1:{starting.Port} is starting up or shutting down: wait until it accepts connections, then start again.",
            await RefusalAsync(starting.ConnectionString));

        var waiting = new DatabaseReadiness(TimeSpan.FromSeconds(30)).EnsureAsync(starting.ConnectionString, Cancellation);
        await starting.ServedAsync(3);
        starting.Answer = PostgresMessages.Welcome("13.0");
        Assert.Contains("is version 13.0", (await Assert.ThrowsAsync<ProblemException>(() => waiting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_on_that_port_is_not_taken_for_PostgreSQL()
    {
        await using var web = new ServerGreeting("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        var sentence = await RefusalAsync(web.ConnectionString);

        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{web.Port} ", sentence, StringComparison.Ordinal);
        Assert.EndsWith(": start it, or correct ConnectionStrings__AiSre.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://aisre:hunter2@db/aisre")]
    [InlineData("Host=db;Passwort=hunter2")]
    [InlineData("Host=db;Port=hunter2")]
    public async Task A_connection_string_of_another_form_is_told_how_to_write_one_without_repeating_it(string connectionString)
    {
        var sentence = await RefusalAsync(connectionString);

        Assert.StartsWith("ConnectionStrings__AiSre is not a connection string of PostgreSQL: write it as ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_without_a_host_is_told() =>
        Assert.StartsWith("ConnectionStrings__AiSre names no host: ", await RefusalAsync("Database=aisre"), StringComparison.Ordinal);

    private async Task<NpgsqlConnectionStringBuilder> SettingsAsync() => new(await server.CreateEmptyDatabaseAsync()) { Pooling = false };

    private static async Task<string> RefusalAsync(string connectionString) =>
        (await Assert.ThrowsAsync<ProblemException>(() => Impatient.EnsureAsync(connectionString, Cancellation))).Message;

    private static async Task<object?> ExecuteAsync(NpgsqlConnectionStringBuilder settings, string sql)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
