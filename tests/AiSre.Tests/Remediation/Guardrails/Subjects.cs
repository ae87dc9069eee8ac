using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.GitHub.Standing;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Proof;
using AiSre.Runbooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Tests.Remediation.Guardrails;

/// <summary>A change that everything allows; each test spoils one thing.</summary>
internal static class Subjects
{
    /// <summary>A Wednesday.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly ApplicationKey Shop = new("dev-1", "argocd/shop");

    /// <summary>What makes it automatic.</summary>
    public const string Text = """
        environments:
          development: {criticality: low, clusters: [dev-*]}
          production: {criticality: critical, clusters: [prod-*]}
        automatic:
          - environments: [development]

        """;

    public static GuardrailSubject Good => new()
    {
        At = Noon,
        RunbookId = "more-memory",
        Pause = PauseState.Never,
        Repository = "github.com/acme/shop",
        Files = ImmutableArray.Create("apps/shop/deployment.yaml"),
        Owners = ImmutableArray.Create(new FileOwners("apps/shop/deployment.yaml", ["@acme/shop"])),
        Changes = Changes(Field("spec.template.spec.containers[shop].resources.limits.memory", "\"256Mi\"", "\"512Mi\"")),
        Places = ImmutableArray.Create(new GuardrailPlace("dev-1", "shop", "argocd/shop", "dev-1")),
        Sizes = ImmutableArray.Create(new WorkloadSize("Deployment/shop/shop", 3)),
        Proof = new ProposalProof([new("Rendered", ProofState.Proven, "It was rendered."), new("Nothing else", ProofState.Proven, "Nothing else changes.")], []),
        SyncWindows = ImmutableArray.Create(new ApplicationWindows("argocd/shop", "default", new ApplicationDestination { Namespace = "shop" }, [])),
        Past = ImmutableArray<PastChange>.Empty,
        InFlight = ImmutableArray<ChangeInFlight>.Empty,
        Outcomes = ImmutableArray<BreakerEvent>.Empty,
        Standing = new RunbookStanding(RunbookMode.Automatic, true, "It has earned it."),
    };

    public static GuardrailFile File(string rules = "") =>
        GuardrailParser.Parse(Text + rules) is { IsValid: true } parsed ? parsed.File : throw new InvalidOperationException(string.Join('\n', GuardrailParser.Parse(Text + rules).Errors));

    /// <summary>A file with one rule.</summary>
    public static GuardrailFile Rule(string limit) => File($"rules:\n  - {{name: r, {limit}}}\n");

    public static GuardrailResult Evaluate(GuardrailSubject subject, GuardrailFile? file) => GuardrailGates.Evaluate(subject, file, NullLogger.Instance);

    /// <summary>What one gate says of it, alone.</summary>
    public static GateResult Ask<T>(GuardrailSubject subject, GuardrailFile? file)
        where T : GuardrailGate, new() => GuardrailGates.Evaluate([new T()], subject, file, NullLogger.Instance).Gates[0];

    public static Fact<ImmutableArray<RenderedChange>> Changes(params ImmutableArray<RenderedField> fields) => Changes("Deployment/shop/shop", fields);

    public static Fact<ImmutableArray<RenderedChange>> Changes(string address, params ImmutableArray<RenderedField> fields) =>
        ImmutableArray.Create(new RenderedChange(address, RenderedChangeKind.Changed, fields));

    public static RenderedField Field(string path, string? before, string? after) => new(path, before, after);
}
