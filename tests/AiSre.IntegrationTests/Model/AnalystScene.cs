using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Model;
using AiSre.Incidents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.IntegrationTests.Model;

/// <summary>A scripted server, and the analyst as the product registers it, with exchanges kept in memory.</summary>
internal sealed class AnalystScene : IAsyncDisposable
{
    public const string Key = "local-Key0123456789";

    public static readonly ObjectRef Pod = new("v1", "Pod", "shop", "checkout-1");
    public static readonly ObjectRef Workload = new("apps/v1", "Deployment", "shop", "checkout");

    private readonly ServiceProvider _services;

    private AnalystScene(ScriptedModelServer server, Dictionary<string, string?> settings)
    {
        Server = server;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Model:BaseAddress"] = server.BaseAddress,
            ["Model:Name"] = "scripted-1",
            ["Model:Key"] = Key,
        }).AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddModelAnalyst(configuration)
            .AddSingleton<IModelExchanges>(Exchanges)
            .BuildServiceProvider();
        Analyst = _services.GetRequiredService<ModelAnalyst>();
    }

    public ScriptedModelServer Server { get; }

    public ModelAnalyst Analyst { get; }

    public CapturedExchanges Exchanges { get; } = new();

    public CapturedLog Log { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    public static async Task<AnalystScene> StartAsync(params (string Name, string? Value)[] settings) =>
        new(await ScriptedModelServer.StartAsync(), settings.ToDictionary(setting => setting.Name, setting => setting.Value));

    public Task<ModelAnswer> AskAsync(params EvidenceText[] more) => Analyst.AnalyseAsync(Question(more), TestContext.Current.CancellationToken);

    /// <summary>A pod whose image cannot be pulled, with what a cluster shows of it.</summary>
    public static ModelQuestion Question(params EvidenceText[] more) => new()
    {
        IncidentId = Guid.NewGuid(),
        Title = "Images of registry.example:5000 cannot be pulled",
        Symptoms =
        [
            new Symptom
            {
                Reason = SymptomReason.ImagePullFailed,
                Severity = Severity.Error,
                Object = Pod,
                Workload = AnalystScene.Workload,
                Message = "Back-off pulling image",
            },
        ],
        Causal = new RootCauseAnalysis
        {
            Code = RootCause.RegistryUnavailable,
            Object = Workload,
            Statement = "The registry registry.example:5000 refuses connections.",
            Chain = [new CausalLink(Pod, "The pull fails.", [new Citation("Event/shop/checkout-1.17a", "connection refused")])],
        },
        Evidence =
        [
            new("Event/shop/checkout-1.17a", EvidenceKind.Event,
                """{"reason":"Failed","message":"Failed to pull image \"registry.example:5000/shop/checkout:1.2\": dial tcp 10.0.0.7:5000: connect: connection refused"}"""),
            new("Pod/shop/checkout-1", EvidenceKind.Object,
                """{"kind":"Pod","metadata":{"name":"checkout-1","namespace":"shop"},"spec":{"containers":[{"name":"app","image":"registry.example:5000/shop/checkout:1.2","env":[{"name":"DB_PASSWORD","value":"Tr0ub4dor&3"}]}]},"status":{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}"""),
            new("log/shop/checkout-1/app", EvidenceKind.Log, "starting\nlogin with Tr0ub4dor&3 failed\n"),
            .. more,
        ],
    };

    public static object Claim(string evidence, string quote, string statement = "A claim.") =>
        new { statement, citations = new[] { new { evidence, quote } } };

    public static object Answer(params object[] claims) => new
    {
        claims,
        code = "RegistryUnavailable",
        @object = new { kind = "Deployment", @namespace = "shop", name = "checkout" },
        statement = "The registry refuses connections, so the image cannot be pulled.",
        missing = new[] { "Whether the registry is meant to be up." },
    };

    public static object TrueClaim => Claim("Event/shop/checkout-1.17a", "connect: connection refused", "The registry refuses connections.");

    public static object FalseClaim => Claim("Event/shop/checkout-1.17a", "no space left on device", "The node's disk is full.");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
