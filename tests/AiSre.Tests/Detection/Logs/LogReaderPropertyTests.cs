using System.Diagnostics;
using System.Text;
using AiSre.Clusters.Objects;
using AiSre.Detection.Logs;
using FsCheck;
using FsCheck.Xunit;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs that no logger would write.</summary>
public sealed class LogReaderPropertyTests
{
    private static readonly string[] Shreds =
    [
        "\n", "\r\n", "\0", "\u001b[31m", "\u001b[", "\ufffd", "😀", "\ud83d", "{\"level\":\"error\",\"msg\":\"", "\"}", "{", "level=error msg=", "ERROR ", "E0102 10:00:00 ", "panic: ", "Traceback (most recent call last):",
        "Caused by: ", "java.net.ConnectException: ", "connection refused", "dial tcp 10.0.0.1:5432: ", "lookup db on 10.96.0.10:53: no such host", "KeyError: 'A_B'", "x509: certificate has expired", "no space left on device",
        "is forbidden: User \"system:serviceaccount:a:b\" cannot list resource \"pods\"", "exec format error", ": not found", "waiting for db:5432", "connected to db", "http://user:pw@host:99999999/", "2026-01-02T03:04:05.678901234567Z ",
        "about to expire (2026-99-99", "W9999 ", "\"time\":99999999999999999", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", " ", "\t", ":", "\"", "'", "[", "]", "(", ")",
    ];

    [Property(MaxTest = 500)]
    public void Nothing_throws_and_every_quotation_is_literal(DoNotSize<int> seed, bool crashed)
    {
        var text = Compose(new Random(seed.Item), 400);
        var lines = text.Split('\n');
        foreach (var found in LogReader.All(new ContainerLog("a", "b", "c", false, text), crashed))
        {
            Assert.Contains(found.Quote, lines[found.Line - 1], StringComparison.Ordinal);
            Assert.InRange(found.Quote.Length, 1, 400);
            Assert.InRange(found.Count, 1, lines.Length);
        }
    }

    [Property(MaxTest = 200)]
    public void Any_text_is_read(string? text, bool crashed) => LogReader.All(new ContainerLog("a", "b", "c", false, text ?? ""), crashed);

    [Fact]
    public void A_long_log_is_read_in_time_that_nobody_notices()
    {
        var flood = new StringBuilder();
        for (var i = 0; flood.Length < 256 * 1024; i++)
        {
            flood.Append("2026-01-02T03:04:05Z ERROR request ").Append(i).Append(" failed: dial tcp 10.0.").Append(i % 250).Append('.').Append(i % 200).AppendLine(":5432: connect: connection refused");
        }

        var log = new ContainerLog("a", "b", "c", false, flood.ToString());
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var watch = Stopwatch.StartNew();
            LogReader.All(log, crashed: i % 2 == 0);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        // Far above what it takes, for machines that are busy; far below what a rule that backtracks would take.
        Assert.InRange(fastest.TotalMilliseconds, 0, 2000);
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('a')]
    [InlineData('.')]
    [InlineData(':')]
    [InlineData('"')]
    [InlineData('/')]
    public void A_line_without_end_is_read_in_time_that_nobody_notices(char filler)
    {
        var log = new ContainerLog("a", "b", "c", false, string.Join('\n', Enumerable.Repeat("ERROR failed to connect " + new string(filler, 4000) + " connection refused", 64)) + new string(filler, 256 * 1024));
        var watch = Stopwatch.StartNew();
        LogReader.All(log, crashed: true);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 10000);
    }

    private static string Compose(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (var i = random.Next(pieces); i > 0; i--)
        {
            text.Append(random.Next(6) == 0 ? ((char)random.Next(char.MaxValue)).ToString() : Shreds[random.Next(Shreds.Length)]);
        }

        return text.ToString();
    }
}
