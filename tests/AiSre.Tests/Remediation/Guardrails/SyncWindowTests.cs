using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Gates;
using static AiSre.Remediation.Guardrails.GuardrailOutcome;
using static AiSre.Tests.Remediation.Guardrails.Subjects;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>Argo CD's sync windows; noon is on a Wednesday, the 4th of March.</summary>
public sealed class SyncWindowTests
{
    [Theory]
    [InlineData("allow|0 11 * * *|2h", Allow)]
    [InlineData("allow|0 11 * * *|1h", RequireApproval)]
    [InlineData("allow|0 13 * * *|1h", RequireApproval)]
    [InlineData("allow|0 12 * * *|1h", RequireApproval)] // It begins in this instant.
    [InlineData("deny|0 12 * * *|1h", RequireApproval)]
    [InlineData("deny|0 11 * * *|1h30m", RequireApproval)]
    [InlineData("deny|0 11 * * *|30m", Allow)]
    [InlineData("deny|0 13 * * *|1h", Allow)]
    [InlineData("allow|0 0 * * *|24h;deny|0 11 * * *|2h", RequireApproval)]
    [InlineData("allow|0 0 * * 3|24h", Allow)]
    [InlineData("allow|0 0 * * 4|24h", RequireApproval)]
    [InlineData("allow|0 0 4 * 4|24h", Allow)] // Day of the month or of the week.
    [InlineData("allow|0 0 5 * 3|24h", Allow)]
    [InlineData("allow|0 0 5 * 4|24h", RequireApproval)]
    [InlineData("allow|0 22 * * 1|48h", Allow)]
    [InlineData("", Allow)]
    public void Windows_are_open_or_not(string windows, GuardrailOutcome expected) => Assert.Equal(expected, Judge([.. Windows(windows)]).Outcome);

    [Theory]
    [InlineData("Asia/Tokyo", "0 20 * * *", Allow)] // 21:00 in Tokyo.
    [InlineData("Asia/Tokyo", "0 11 * * *", RequireApproval)]
    [InlineData("", "0 11 * * *", Allow)]
    public void A_window_has_a_time_zone(string zone, string schedule, GuardrailOutcome expected) =>
        Assert.Equal(expected, Judge(new SyncWindow { Kind = "allow", Schedule = schedule, Duration = "2h", TimeZone = zone, Applications = ["*"] }).Outcome);

    [Theory]
    [InlineData("shop", "", "", false, RequireApproval)]
    [InlineData("sh*", "", "", false, RequireApproval)]
    [InlineData("other", "", "", false, Allow)]
    [InlineData("", "shop-prod", "", false, RequireApproval)]
    [InlineData("", "", "in-cluster", false, RequireApproval)]
    [InlineData("", "", "https://kubernetes.default.svc", false, RequireApproval)]
    [InlineData("", "", "elsewhere", false, Allow)]
    [InlineData("other", "shop-prod", "", false, RequireApproval)]
    [InlineData("other", "shop-prod", "", true, Allow)]
    [InlineData("shop", "shop-prod", "in-cluster", true, RequireApproval)]
    [InlineData("", "", "", false, Allow)]
    public void A_window_is_for_some_applications(string application, string space, string cluster, bool isAnd, GuardrailOutcome expected)
    {
        var window = new SyncWindow { Kind = "deny", Schedule = "* * * * *", Duration = "1h", AndOperator = isAnd, Applications = List(application), Namespaces = List(space), Clusters = List(cluster) };

        Assert.Equal(expected, Judge(window).Outcome);

        static string[] List(string value) => value.Length == 0 ? [] : [value];
    }

    [Fact]
    public void A_window_that_lets_people_sync_lets_nobody_merge_without_one() =>
        Assert.Equal(RequireApproval, Judge(new SyncWindow { Kind = "deny", Schedule = "* * * * *", Duration = "1h", Applications = ["*"], ManualSync = true }).Outcome);

    [Theory]
    [InlineData("deny", "whenever", "1h", "")]
    [InlineData("allow", "0 0 * *", "1h", "")]
    [InlineData("allow", "* * * * *", "long", "")]
    [InlineData("allow", "* * * * *", "", "")]
    [InlineData("allow", "* * * * *", "9999999h", "")]
    [InlineData("allow", "* * * * *", "1h", "Mars/Olympus")]
    [InlineData("maybe", "* * * * *", "1h", "")]
    public void What_cannot_be_read_denies(string kind, string schedule, string duration, string zone)
    {
        // Also behind one that is open.
        var result = Judge(new SyncWindow { Kind = "allow", Schedule = "* * * * *", Duration = "1h", Applications = ["*"] }, new SyncWindow { Kind = kind, Schedule = schedule, Duration = duration, TimeZone = zone, Applications = ["*"] });

        Assert.Equal(Deny, result.Outcome);
    }

    [Fact]
    public void What_Argo_CD_would_not_sync_is_said()
    {
        var result = Judge(new SyncWindow { Kind = "deny", Schedule = "0 11 * * *", Duration = "2h", Applications = ["*"] });

        Assert.Equal("Argo CD would not sync argocd/shop now: the deny window '0 11 * * *' of the project default is active (2h).", result.Sentence);
    }

    [Fact]
    public void A_project_is_read_as_Argo_CD_writes_it()
    {
        var project = (AppProject)ObjectReader.Read("""
            {"apiVersion":"argoproj.io/v1alpha1","kind":"AppProject","metadata":{"name":"default","namespace":"argocd"},"spec":{"syncWindows":[
            {"kind":"allow","schedule":"10 1 * * *","duration":"1h","applications":["*-prod"],"manualSync":true,"timeZone":"Europe/Amsterdam","andOperator":true},null]}}
            """)!;

        var window = Assert.Single(project.Spec.SyncWindows);
        Assert.Equal(("allow", "10 1 * * *", "1h", "*-prod", true, "Europe/Amsterdam", true), (window.Kind, window.Schedule, window.Duration, window.Applications[0], window.ManualSync, window.TimeZone, window.AndOperator));
    }

    private static GateResult Judge(params ImmutableArray<SyncWindow> windows) => Ask<SyncWindowGate>(
        Good with { SyncWindows = ImmutableArray.Create(new ApplicationWindows("argocd/shop", "default", new ApplicationDestination { Namespace = "shop-prod", Server = "https://kubernetes.default.svc" }, windows)) },
        File());

    private static IEnumerable<SyncWindow> Windows(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('|') is [var kind, var schedule, var duration]
        ? new SyncWindow { Kind = kind, Schedule = schedule, Duration = duration, Applications = ["*"] }
        : throw new FormatException(one));
}
