using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Components;

/// <summary>Rows that pages read, in a database of the test class's own.</summary>
internal sealed class PageRows(DbContextOptions<AiSreDbContext> options) : IDbContextFactory<AiSreDbContext>
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 3, 0, 0, TimeSpan.Zero);

    public static async Task<PageRows> OfAsync(PostgresDatabase database)
    {
        var options = new DbContextOptionsBuilder<AiSreDbContext>();
        options.UseAiSre(await database.DataSourceAsync());
        return new(options.Options);
    }

    public AiSreDbContext CreateDbContext() => new(options);

    public async Task<Incident> IncidentAsync(
        string title, IncidentState state = IncidentState.AwaitingDecision, Severity severity = Severity.Error, int minute = 0,
        string cluster = "playground", string workload = "checkout", string? problem = null)
    {
        var incident = new Incident
        {
            Id = Guid.CreateVersion7(),
            Cluster = cluster,
            CorrelationKey = Guid.NewGuid().ToString(),
            Title = title,
            Severity = severity,
            Workload = new("apps/v1", "Deployment", "shop", workload),
            OpenedAt = Start.AddMinutes(minute),
            Problem = problem,
        };
        incident.State = state;
        incident.Attempts = problem is null ? 0 : 1;
        incident.StateChangedAt = incident.OpenedAt;
        incident.ClosedAt = IncidentStateMachine.IsEnd(state) ? incident.OpenedAt.AddMinutes(5) : null;
        await AddAsync(incident);
        return incident;
    }

    public async Task SymptomAsync(Incident incident, string pod, bool isGone = false, bool isConsequence = false)
    {
        var symptom = new Symptom
        {
            Reason = SymptomReason.ImagePullFailed,
            Severity = Severity.Error,
            Object = new("v1", "Pod", "shop", pod),
            Message = "Back-off",
            Workload = incident.Workload,
        };
        await AddAsync(new SymptomRecord
        {
            Id = Guid.CreateVersion7(),
            IncidentId = incident.Id,
            Cluster = incident.Cluster,
            Fingerprint = symptom.Fingerprint,
            Symptom = symptom,
            FirstSeenAt = incident.OpenedAt,
            LastSeenAt = incident.OpenedAt,
            IsConsequence = isConsequence,
            GoneAt = isGone ? incident.OpenedAt.AddMinutes(1) : null,
        });
    }

    public Task DiagnosisAsync(Incident incident, RootCause code) => AddAsync(new DiagnosisRecord
    {
        Id = Guid.CreateVersion7(),
        IncidentId = incident.Id,
        Analyst = Analyst.Causal,
        At = incident.OpenedAt,
        Analysis = new()
        {
            Code = code,
            Object = incident.Workload,
            Statement = "It is so.",
            Chain = [new(incident.Workload, "Because.", [new("Event/shop/e", "refused")])],
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("registry", "a.example"),
        },
    });

    public Task EvidenceAsync(Incident incident, string address, string content, int minute = 0, string? sha256 = null) => AddAsync(new Evidence
    {
        Id = Guid.CreateVersion7(),
        IncidentId = incident.Id,
        Kind = EvidenceKind.Event,
        Address = address,
        Content = content,
        Sha256 = sha256 ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))),
        CapturedAt = incident.OpenedAt.AddMinutes(minute),
    });

    public Task TimelineAsync(Incident incident, TimelineKind kind) => AddAsync(new TimelineEntry
    {
        IncidentId = incident.Id,
        At = incident.OpenedAt,
        Kind = kind,
        Text = $"{kind}.",
        Actor = "AiSre",
    });

    public async Task AddAsync(object row)
    {
        await using var db = CreateDbContext();
        db.Add(row);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
