using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Which line counts, and what a finding says about it.</summary>
public sealed class LogReaderTests
{
    [Theory]
    [InlineData("E0102 03:04:05.000000       1 main.go:7] the moon is full")]
    [InlineData("E20260102 03:04:05.000000     1 main.cc:7] the moon is full")]
    [InlineData("time=\"2026-01-02T03:04:05Z\" level=error msg=\"the moon is full\"")]
    [InlineData("level=ERROR msg=\"the moon is full\"")]
    [InlineData("ERRO[0012] the moon is full")]
    [InlineData("2026-01-02T03:04:05.123Z\terror\tmoon/moon.go:7\tthe moon is full")]
    [InlineData("2026-01-02T03:04:05.123Z  ERROR 1 --- [  main] a.b.Moon : the moon is full")]
    [InlineData("2026-01-02 03:04:05,123 ERROR [main] (Moon.java:7) the moon is full")]
    [InlineData("2026-01-02 03:04:05,123 - moon - ERROR - the moon is full")]
    [InlineData("SEVERE: the moon is full")]
    [InlineData("ERROR:moon:the moon is full")]
    [InlineData("ERROR:    the moon is full")]
    [InlineData("[2026-01-02 03:04:05 +0000] [7] [ERROR] the moon is full")]
    [InlineData("[2026-01-02 03:04:05,123: ERROR/MainProcess] the moon is full")]
    [InlineData("E, [2026-01-02T03:04:05.123456 #1] ERROR -- : the moon is full")]
    [InlineData("fail: Moon.Phase[0] the moon is full")]
    [InlineData("[03:04:05 ERR] the moon is full")]
    [InlineData("2026-01-02T03:04:05Z ERR the moon is full")]
    [InlineData("[2026-01-02T03:04:05+00:00] moon.CRITICAL: the moon is full")]
    [InlineData("[2026-01-02T03:04:05Z ERROR moon] the moon is full")]
    [InlineData("2026/01/02 03:04:05 [error] 7#7: the moon is full")]
    [InlineData("[Fri Jan 02 03:04:05.123456 2026] [core:error] [pid 7] the moon is full")]
    [InlineData("[2026-Jan-02 03:04:05.123456] <error>: (Moon.cpp:7:Rise) the moon is full")]
    [InlineData("2026-01-02T03:04:05.123456Z 0 [ERROR] [MY-000000] [Server] the moon is full")]
    [InlineData("2026-01-02 03:04:05.123 UTC [7] ERROR:  the moon is full")]
    [InlineData("%3|1767323045.123|MOON|rdkafka#consumer-1| the moon is full")]
    [InlineData("\u001b[31merror\u001b[39m: the moon is full")]
    [InlineData("""{"level":"error","msg":"the moon is full"}""")]
    [InlineData("""{"level":50,"msg":"the moon is full"}""")]
    [InlineData("""{"severity":"ERROR","message":"the moon is full"}""")]
    [InlineData("""{"@l":"Error","@mt":"the moon is full"}""")]
    [InlineData("""{"log.level":"error","message":"the moon is full"}""")]
    [InlineData("""{"LogLevel":"Error","Message":"the moon is full"}""")]
    [InlineData("""{"t":{"$date":"2026-01-02T03:04:05Z"},"s":"E","c":"MOON","msg":"the moon is full"}""")]
    public void An_error_is_one_in_every_loggers_format_and_information_is_none(string line)
    {
        Assert.Equal(RootCause.ApplicationError, Explain(line)?.Code);

        var harmless = line.Replace("E0102", "I0102", StringComparison.Ordinal).Replace("E20260102", "I20260102", StringComparison.Ordinal).Replace("ERRO[", "INFO[", StringComparison.Ordinal)
            .Replace("E, [", "I, [", StringComparison.Ordinal).Replace("ERROR", "INFO", StringComparison.Ordinal).Replace("SEVERE", "INFO", StringComparison.Ordinal).Replace("CRITICAL", "INFO", StringComparison.Ordinal)
            .Replace("ERR", "INF", StringComparison.Ordinal).Replace("error", "info", StringComparison.Ordinal).Replace("Error", "Info", StringComparison.Ordinal).Replace("fail: ", "info: ", StringComparison.Ordinal)
            .Replace("%3|", "%6|", StringComparison.Ordinal).Replace("\":50", "\":30", StringComparison.Ordinal).Replace("\"s\":\"E\"", "\"s\":\"I\"", StringComparison.Ordinal);
        Assert.NotEqual(line, harmless);
        Assert.Null(Explain(harmless));
    }

    [Fact]
    public void The_root_of_a_chain_of_causes_is_quoted()
    {
        var found = Explain("""
            2026-01-02 03:04:05 ERROR [main] Boot - could not start
            com.acme.StartException: module failed
            	at com.acme.Boot.main(Boot.java:7)
            Caused by: com.acme.StoreException: store is closed
            	at com.acme.Store.open(Store.java:70)
            Caused by: java.net.ConnectException: Connection refused: ledger-db/10.3.3.3:5432
            	at java.base/sun.nio.ch.Net.connect(Net.java:579)
            """);

        Assert.Equal((RootCause.DependencyUnavailable, 6, "ledger-db", 5432), (found!.Code, found.Line, found.Host, found.Port));
    }

    [Fact]
    public void What_only_says_that_it_ends_follows_from_what_was_said_before()
    {
        var found = Explain("""
            2026-01-02T03:04:05Z INFO starting
            2026-01-02T03:04:06Z ERROR cannot reach user-db:5432: connection refused
            2026-01-02T03:04:07Z WARN retrying in 5s
            2026-01-02T03:04:17Z FATAL giving up after 3 attempts
            """);

        Assert.Equal((RootCause.DependencyUnavailable, 2), (found!.Code, found.Line));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero), found.At);
        Assert.Equal(2, found.LinesAfter);
    }

    [Fact]
    public void What_works_again_did_not_end_the_run()
    {
        var found = Explain("""
            2026-01-02T03:04:05Z ERROR dial tcp: redis:6379: connection refused
            2026-01-02T03:04:06Z INFO connected to redis:6379
            2026-01-02T03:04:07Z INFO serving
            panic: index out of range [3] with length 3
            """);

        Assert.Equal((RootCause.ApplicationError, 4, true), (found!.Code, found.Line, found.IsFatal));
    }

    [Fact]
    public void The_first_error_is_the_cause_of_the_flood_after_it()
    {
        var text = """{"level":"ERROR","msg":"seeding of lookup tables aborted"}""" + string.Concat(Enumerable.Range(0, 40).Select(i => $$"""{{"\n"}}{"level":"ERROR","msg":"price lookup returned nothing","id":{{i}}}"""));

        Assert.Equal(1, Explain(text, crashed: false)!.Line);
        Assert.Equal(1, Explain(text)!.Line);
    }

    [Fact]
    public void Lines_about_the_same_dependency_are_counted_together()
    {
        var found = LogReader.All(Log("""
            2026-01-02T03:04:05Z ERROR dial tcp 10.0.0.1:5432: connect: connection refused
            2026-01-02T03:04:06Z ERROR dial tcp 10.0.0.2:5432: connect: connection refused
            2026-01-02T03:04:07Z ERROR dial tcp 10.0.0.1:5432: connect: connection refused
            """), crashed: true);

        Assert.Equal([("10.0.0.1", 2), ("10.0.0.2", 1)], found.Select(item => (item.Host, item.Count)));
        Assert.True(found[0].Repeats);
    }

    [Fact]
    public void A_script_that_waits_says_what_for()
    {
        var found = Explain("waiting for shop-db:5432...\nwaiting for shop-db:5432...\nwaiting for shop-db:5432...\n", crashed: false);

        Assert.Equal((RootCause.DependencyUnavailable, "shop-db", 5432, true), (found!.Code, found.Host, found.Port, found.IsWaiting));
    }

    [Fact]
    public void A_long_line_is_quoted_around_what_matters()
    {
        var line = $"ERROR {new string('x', 1000)} dial tcp db:5432: connect: connection refused {new string('y', 1000)}";
        var found = Explain(line);

        Assert.Contains("db:5432: connect: connection refused", found!.Quote, StringComparison.Ordinal);
        Assert.Contains(found.Quote, line, StringComparison.Ordinal);
        Assert.InRange(found.Quote.Length, 1, 400);
    }

    [Fact]
    public void A_stack_trace_within_a_structured_line_is_read_to_its_root()
    {
        var found = Explain("""{"level":"error","message":"boot failed","stack_trace":"a.B: x\n\tat a.B.c(B.java:1)\nCaused by: java.net.UnknownHostException: ledger\n\tat d.E.f(E.java:2)"}""");

        Assert.Equal((RootCause.DnsFailure, "ledger", 1), (found!.Code, found.Host, found.Line));
    }

    [Theory]
    [InlineData("2026-01-02 03:04:05,678 ERROR x", "2026-01-02T03:04:05.6780000Z")]
    [InlineData("[2026-Jan-02 03:04:05.5] <error>: x", "2026-01-02T03:04:05.5000000Z")]
    [InlineData("2026-01-02T05:04:05+02:00 ERROR x", "2026-01-02T03:04:05.0000000Z")]
    [InlineData("""{"level":"error","ts":1767323045,"msg":"x"}""", "2026-01-02T03:04:05.0000000Z")]
    [InlineData("""{"level":50,"time":1767323045000,"msg":"x"}""", "2026-01-02T03:04:05.0000000Z")]
    public void A_line_has_its_own_time(string line, string time) => Assert.Equal(time, Explain(line)!.At!.Value.UtcDateTime.ToString("O"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\0\0\0")]
    [InlineData("Running...\nRunning...\n")]
    public void A_log_that_says_nothing_has_no_failure(string text) => Assert.Null(Explain(text));

    private static ContainerLog Log(string text) => new("shop", "app-1", "app", false, text);

    private static LogFinding? Explain(string text, bool crashed = true) => LogReader.Explain(Log(text), crashed);
}
