using System.Net.Http.Json;
using AiSre.Detection;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Alerts of other systems beside what AiSre sees itself, on the real database and a Kubernetes API.</summary>
public sealed class AlertTests(PostgresServer postgres)
{
    private const string Token = "one-of-a-kind";

    [Fact]
    public async Task An_alert_about_what_AiSre_does_not_see_is_an_incident_until_it_is_resolved_also_over_a_restart()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync($"--Alerts:Alertmanager:Token={Token}");
        await SendAsync(world, "CheckoutSlow", "firing", "checkout");

        var incident = await world.IncidentAsync(IncidentState.NeedsPerson, 90);
        Assert.Equal("Alert CheckoutSlow fires for Deployment shop/checkout", incident.Title);
        await using (var db = world.Open())
        {
            var evidence = await db.Set<Evidence>().Where(kept => kept.Kind == EvidenceKind.Alert).SingleAsync(TestContext.Current.CancellationToken);
            Assert.Equal("Alert/CheckoutSlow/CheckoutSlow", evidence.Address);
            Assert.Contains("answers take 9 s", evidence.Content, StringComparison.Ordinal);
        }

        await world.RestartAiSreAsync($"--Alerts:Alertmanager:Token={Token}");
        await SendAsync(world, "CheckoutSlow", "firing", "checkout");

        // What came after it was taken up, so it was too.
        await SendAsync(world, "PaymentsSlow", "firing", "payments");
        await Eventually.BeAsync(async () => (await world.IncidentsAsync()).Exists(other => other.Title.Contains("PaymentsSlow", StringComparison.Ordinal)), 60);
        Assert.Equal(IncidentState.NeedsPerson, Assert.Single(await world.IncidentsAsync(), other => other.Title.Contains("CheckoutSlow", StringComparison.Ordinal)).State);

        await SendAsync(world, "CheckoutSlow", "resolved", "checkout");
        await Eventually.BeAsync(async () => (await world.IncidentsAsync()).Exists(other => other is { State: IncidentState.Recovered, Number: 1 }), 90);
    }

    [Fact]
    public async Task An_alert_about_what_AiSre_sees_failing_joins_its_incident()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync($"--Alerts:Alertmanager:Token={Token}");
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision, 90);

        await SendAsync(world, "CheckoutSlow", "firing", "checkout");

        await Eventually.BeAsync(async () =>
        {
            await using var db = world.Open();
            var records = await db.Set<SymptomRecord>().ToListAsync(TestContext.Current.CancellationToken);
            return records.Exists(record => record is { IsConsequence: true, Symptom.Reason: SymptomReason.AlertFiring });
        });
        Assert.Equal(IncidentState.AwaitingDecision, Assert.Single(await world.IncidentsAsync()).State);
    }

    [Fact]
    public async Task What_an_alert_spoke_of_first_is_one_incident_once_it_is_seen()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync($"--Alerts:Alertmanager:Token={Token}");
        await SendAsync(world, "CheckoutSlow", "firing", "checkout");
        await world.IncidentAsync(IncidentState.NeedsPerson, 90);

        world.Break("checkout");

        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision, 90);
        Assert.Equal($"Registry {LoopWorld.RegistryA} cannot be reached", incident.Title);
    }

    [Fact]
    public async Task An_alert_that_nobody_sends_again_is_over_at_its_end()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync($"--Alerts:Alertmanager:Token={Token}");
        await SendAsync(world, "CheckoutSlow", "firing", "checkout", DateTimeOffset.UtcNow.AddSeconds(12));
        await world.IncidentAsync(IncidentState.NeedsPerson, 90);

        await world.IncidentAsync(IncidentState.Recovered, 90);
    }

    private static async Task SendAsync(LoopWorld world, string name, string status, string deployment, DateTimeOffset? endsAt = null)
    {
        using var client = new HttpClient { BaseAddress = world.AiSre.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        using var answer = await client.PostAsJsonAsync(
            "webhooks/alertmanager",
            new
            {
                version = "4",
                alerts = new[]
                {
                    new
                    {
                        status,
                        fingerprint = name,
                        labels = new { alertname = name, severity = "critical", @namespace = "shop", deployment },
                        annotations = new { summary = "answers take 9 s" },
                        endsAt = endsAt?.ToString("O") ?? "0001-01-01T00:00:00Z",
                    },
                },
            },
            TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
