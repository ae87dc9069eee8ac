using System.Text;
using AiSre.Detection;
using AiSre.Incidents.Alerts;

namespace AiSre.Tests.Incidents.Alerts;

public sealed class AlertReaderTests
{
    [Theory]
    [InlineData("kubepodcrashlooping_3_firing.json", 3, 0)]
    [InlineData("kubepodcrashlooping_1_firing_2_resolved.json", 1, 2)]
    [InlineData("kubepodnotready_3_firing.json", 3, 0)]
    [InlineData("node_and_argocd_mixed_group.json", 2, 0)]
    [InlineData("msteams_2_alerts_no_fingerprint.json", 2, 0)]
    public void A_message_of_Alertmanager_is_read(string file, int firing, int resolved)
    {
        var alerts = AlertReader.ReadAlertmanager(AlertCases.Read(file));

        Assert.Equal((firing, resolved), (alerts.Count(alert => !alert.IsResolved), alerts.Count(alert => alert.IsResolved)));
        Assert.Equal(alerts.Count, alerts.Select(alert => alert.Fingerprint).Distinct().Count());
        Assert.All(alerts, alert =>
        {
            Assert.NotEmpty(alert.Name);
            Assert.NotEmpty(alert.Summary);
            Assert.Equal(TimeSpan.Zero, alert.StartsAt!.Value.Offset);
            Assert.Equal(alert.IsResolved, alert.EndsAt is not null);
        });
    }

    [Fact]
    public void A_single_alert_s_status_may_stand_on_the_message_and_its_time_in_another_zone()
    {
        var alerts = AlertReader.ReadAlertmanager("""
            {"status": "resolved", "alerts": [{"labels": {"alertname": "a"}, "startsAt": "2018-03-07T06:33:21.873077559-05:00", "endsAt": "0001-01-01T00:00:00Z"}]}
            """u8.ToArray());

        var alert = Assert.Single(alerts);
        Assert.True(alert.IsResolved);
        Assert.Null(alert.EndsAt);
        Assert.Equal(new DateTimeOffset(2018, 3, 7, 11, 33, 21, TimeSpan.Zero), alert.StartsAt!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Without_a_fingerprint_name_and_labels_are_the_same_in_any_order()
    {
        static IncomingAlert Read(string labels) => AlertReader.ReadAlertmanager(Encoding.UTF8.GetBytes($$"""{"alerts": [{"labels": {{labels}}}]}"""))[0];

        Assert.Equal(Read("""{"alertname": "a", "x": "1", "y": "2"}""").Fingerprint, Read("""{"y": "2", "alertname": "a", "x": "1"}""").Fingerprint);
        Assert.NotEqual(Read("""{"alertname": "a", "x": "1"}""").Fingerprint, Read("""{"alertname": "a", "x": "2"}""").Fingerprint);
    }

    [Theory]
    [InlineData("", "The body is no JSON")]
    [InlineData("[]", "it has no list of alerts")]
    [InlineData("""{"alerts": {}}""", "it has no list of alerts")]
    [InlineData("""{"alerts": [1]}""", "Alert 1 of the body is no JSON object.")]
    [InlineData("""{"alerts": [{"labels": {}}]}""", "Alert 1 of the body has no name")]
    [InlineData("""{"alerts": [{"labels": {"alertname": "a"}, "startsAt": "yesterday"}]}""", "no time at startsAt: yesterday")]
    [InlineData("""{"version": "3", "alerts": []}""", "version 3")]
    [InlineData("""{"alerts": [{"labels": {"alertname": "\ud800"}}]}""", "no valid Unicode")]
    [InlineData("""{"alerts": [{"labels": {"alertname": "a"}}""", "The body is no JSON")]
    public void What_cannot_be_read_is_refused_with_a_sentence(string body, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ProblemException>(() => AlertReader.ReadAlertmanager(Encoding.UTF8.GetBytes(body))).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_sender_s_alerts_are_found_by_its_paths()
    {
        var paths = new AlertPaths
        {
            List = "events[*]",
            Title = "check.name",
            Status = "state",
            Severity = "level",
            Description = "text",
            Labels = "tags",
            Fingerprint = "id",
            StartsAt = "since",
            Cluster = "tags.k8s",
        };

        var alert = Assert.Single(AlertReader.Read("""
            {"events": [{"id": 17, "check": {"name": "Queue is full"}, "state": "OK", "level": "page", "text": "9000 wait", "since": 1772366400, "tags": {"k8s": "prod", "depth": 9000, "more": {}}}]}
            """u8.ToArray(), paths));

        Assert.Equal(("17", "Queue is full", true, Severity.Error, "9000 wait", "prod"), (alert.Fingerprint, alert.Name, alert.IsResolved, alert.Severity, alert.Summary, alert.Cluster));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), alert.StartsAt);
        Assert.Equal(["depth", "k8s"], alert.Labels.Keys);
    }

    [Fact]
    public void A_body_that_is_one_alert_or_a_list_of_them_needs_no_path()
    {
        Assert.Single(AlertReader.Read("""{"labels": {"alertname": "a"}}"""u8.ToArray(), new AlertPaths()));
        Assert.Equal(2, AlertReader.Read("""[{"labels": {"alertname": "a"}}, {"labels": {"alertname": "b"}}]"""u8.ToArray(), new AlertPaths()).Count);
    }

    [Theory]
    [InlineData("critical", Severity.Error)]
    [InlineData("PAGE", Severity.Error)]
    [InlineData("error", Severity.Error)]
    [InlineData("warning", Severity.Warning)]
    [InlineData("", Severity.Warning)]
    [InlineData("whatever", Severity.Warning)]
    [InlineData("info", Severity.Info)]
    [InlineData("none", Severity.Info)]
    public void The_severity_s_name_says_how_bad_it_is(string name, Severity severity) => Assert.Equal(severity, IncomingAlert.SeverityOf(name));
}
