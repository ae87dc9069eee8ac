using AiSre.Detection;

namespace AiSre.Tests.Detection;

public sealed class GitOpsAnalyzerTests
{
    internal const string Application = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop, namespace: argocd}
        spec:
          project: default
          source: {repoURL: "https://github.example/shop/deploy", path: shop, targetRevision: main}
          destination: {server: "https://kubernetes.default.svc", namespace: shop}
          syncPolicy: {automated: {prune: true}}
        status:
          sync: {status: OutOfSync, revision: aaaa}
          health: {status: Healthy}
          operationState: {phase: Succeeded, message: successfully synced, startedAt: "2026-03-01T10:00:00Z", finishedAt: "2026-03-01T10:00:10Z", syncResult: {revision: bbbb}}
          conditions: [{type: OrphanedResourceWarning, message: Application has 1 orphaned resources}]
          resources: [{version: v1, kind: ConfigMap, namespace: shop, name: settings, status: OutOfSync}]
        """;

    internal const string Set = """
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata: {name: shops, namespace: argocd}
        status: {conditions: [{type: ErrorOccurred, status: "False", reason: ApplicationSetUpToDate}, {type: ParametersGenerated, status: "True", reason: ParametersGenerated}, {type: RolloutProgressing, status: "True", reason: ApplicationSetModified}]}
        """;

    internal const string Kargo = """
        apiVersion: kargo.akuity.io/v1alpha1
        kind: Warehouse
        metadata: {name: images, namespace: shop}
        status: {conditions: [{type: Ready, status: "True", reason: ArtifactsDiscovered}, {type: Healthy, status: Unknown, reason: Pending}]}
        ---
        apiVersion: kargo.akuity.io/v1alpha1
        kind: Stage
        metadata: {name: prod, namespace: shop}
        spec: {requestedFreight: [{origin: {kind: Warehouse, name: images}}]}
        status:
          conditions: [{type: Healthy, status: "True", reason: Healthy}, {type: Verified, status: "True", reason: Verified}, {type: Ready, status: "True", reason: Ready}]
          health: {status: Healthy}
          lastPromotion: {name: prod.1}
        ---
        apiVersion: kargo.akuity.io/v1alpha1
        kind: Promotion
        metadata: {name: prod.1, namespace: shop, creationTimestamp: "2026-03-01T10:00:00Z"}
        spec: {stage: prod, steps: [{uses: git-clone}, {uses: git-push}]}
        status: {phase: Succeeded, currentStep: 1, message: done}
        """;

    private static readonly Dictionary<string, Twin> Twins = new Twin[]
    {
        new("a degraded application", Application, "health: {status: Healthy}", "health: {status: Degraded}", "Application/argocd/shop", null),
        new("a failed sync", Application, "phase: Succeeded, message: successfully synced", "phase: Failed, message: one or more objects failed to apply", "Application/argocd/shop", RootCause.ArgoSyncFailed),
        new("a sync that is tried again", Application, "phase: Succeeded, message: successfully synced", "phase: Running, message: 'one or more objects failed to apply. Retrying attempt #2 at 11:00AM.'", "Application/argocd/shop", RootCause.ArgoSyncFailed),
        new("a hook that does not end", Application, "phase: Succeeded, message: successfully synced", "phase: Running, message: waiting for completion of hook batch/Job/migrate", "Application/argocd/shop", RootCause.ArgoHookFailed),
        new("a hook that failed", Application, "syncResult: {revision: bbbb}", "syncResult: {revision: bbbb, resources: [{group: batch, version: v1, kind: Job, namespace: shop, name: migrate, hookType: PreSync, hookPhase: Failed}]}", "Application/argocd/shop", RootCause.ArgoHookFailed)
            { Yaml = Application.With("phase: Succeeded", "phase: Failed").With("status: OutOfSync, revision", "status: Synced, revision").With("revision: bbbb", "revision: aaaa"), Well = "syncResult: {revision: aaaa}", Broken = "syncResult: {revision: aaaa, resources: [{group: batch, version: v1, kind: Job, namespace: shop, name: migrate, hookType: PostSync, hookPhase: Failed}]}" },
        new("manifests that cannot be rendered", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: ComparisonError, message: '`helm template . --name-template shop` failed exit status 1: nil pointer evaluating interface {}.tag'", "Application/argocd/shop", RootCause.ArgoManifestGenerationFailed),
        new("a kustomization whose base is not there", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: ComparisonError, message: \"`kustomize build /tmp/x` failed exit status 1: accumulating resources from '../base': evalsymlink failure on '/tmp/base': no such file or directory\"", "Application/argocd/shop", RootCause.ArgoManifestGenerationFailed),
        new("a repository that refuses", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: ComparisonError, message: 'rpc error: code = Unknown desc = failed to list refs: authentication required'", "Application/argocd/shop", RootCause.ArgoSourceUnavailable),
        new("a chart that is not there", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: ComparisonError, message: 'error fetching chart: failed to fetch chart: `helm pull` failed exit status 1: Error: chart \"web\" version \"9.9.9\" not found'", "Application/argocd/shop", RootCause.ArgoSourceUnavailable),
        new("a destination that is not known", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: InvalidSpecError, message: 'application destination can not have both name and server defined'", "Application/argocd/shop", RootCause.ArgoInvalidSpec),
        new("a cluster that does not answer", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: ComparisonError, message: 'Failed to load live state: failed to get cluster info for \"https://10.0.0.9\": error synchronizing cache state: dial tcp 10.0.0.9:443: i/o timeout'", "Application/argocd/shop", RootCause.ArgoInvalidSpec),
        new("a repo server that is away", Application, "type: OrphanedResourceWarning, message: Application has 1 orphaned resources", "type: ComparisonError, message: 'rpc error: code = Unavailable desc = connection error: dial tcp 10.0.0.5:8081: connect: connection refused'", "Application/argocd/shop", RootCause.DependencyUnavailable),
        new("an object of two applications", Application, "type: OrphanedResourceWarning", "type: SharedResourceWarning", "Application/argocd/shop", RootCause.ArgoResourceConflict),
        new("an object that is excluded", Application, "type: OrphanedResourceWarning", "type: ExcludedResourceWarning", "Application/argocd/shop", RootCause.ArgoResourceConflict, Severity.Warning),
        new("an object that somebody changed", Application.With("conditions: [{type: OrphanedResourceWarning, message: Application has 1 orphaned resources}]", "conditions: []"), "syncResult: {revision: bbbb}", "syncResult: {revision: aaaa}", "Application/argocd/shop", RootCause.LiveDrift, Severity.Warning),
        new("an application that cannot be deleted", Application.With("namespace: argocd}", "namespace: argocd, deletionTimestamp: \"2026-03-01T11:00:00Z\"}"), "OrphanedResourceWarning", "DeletionError", "Application/argocd/shop", RootCause.ArgoSyncFailed),
        new("a set that generates nothing", Set, "type: ErrorOccurred, status: \"False\", reason: ApplicationSetUpToDate", "type: ErrorOccurred, status: \"True\", reason: ApplicationParamsGenerationError, message: 'error listing repos: authentication required'", "ApplicationSet/argocd/shops", RootCause.ArgoSourceUnavailable),
        new("a set whose template does not render", Set, "type: ErrorOccurred, status: \"False\", reason: ApplicationSetUpToDate", "type: ErrorOccurred, status: \"True\", reason: RenderTemplateParamsError, message: 'failed to execute go template'", "ApplicationSet/argocd/shops", RootCause.ArgoManifestGenerationFailed),
        new("a set whose parameters are not generated", Set, "status: \"True\", reason: ParametersGenerated", "status: \"False\", reason: ErrorOccurred, message: no cluster matches", "ApplicationSet/argocd/shops", RootCause.ArgoInvalidSpec),
        new("a warehouse that discovers nothing", Kargo, "\"True\", reason: ArtifactsDiscovered", "\"False\", reason: DiscoveryFailure, message: error discovering images", "Warehouse/shop/images", RootCause.KargoFreightUnavailable),
        new("a promotion that failed", Kargo, "phase: Succeeded, currentStep: 1, message: done", "phase: Errored, currentStep: 1, message: 'step \"git-push\": remote rejected'", "Promotion/shop/prod.1", RootCause.KargoPromotionFailed),
        new("a stage whose last promotion failed", Kargo, "type: Ready, status: \"True\", reason: Ready", "type: Ready, status: \"False\", reason: LastPromotionFailed", "Stage/shop/prod", RootCause.KargoPromotionFailed),
        new("a verification that failed", Kargo, "\"True\", reason: Verified", "\"False\", reason: VerificationFailed, message: success rate too low", "Stage/shop/prod", RootCause.KargoVerificationFailed),
        new("a verification that says nothing", Kargo, "\"True\", reason: Verified", "Unknown, reason: VerificationInconclusive", "Stage/shop/prod", RootCause.KargoVerificationFailed),
        new("a stage that is not healthy", Kargo, "{type: Healthy, status: \"True\", reason: Healthy}, {type: Verified, status: \"True\", reason: Verified}, {type: Ready, status: \"True\", reason: Ready}]\n  health: {status: Healthy}", "{type: Healthy, status: \"False\", reason: Unhealthy}]\n  health: {status: Unhealthy, issues: ['Argo CD Application \"shop\" is Degraded']}", "Stage/shop/prod", null),
        new("a stage that cannot get its freight", Kargo, "type: Ready, status: \"True\", reason: Ready", "type: Ready, status: \"False\", reason: FreightRetrievalFailed", "Stage/shop/prod", RootCause.KargoFreightUnavailable),
    }.ToDictionary(twin => twin.Name);

    public static TheoryData<string> Names => [.. Twins.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_shows_itself(string name) => Twins[name].ShowsItself();

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_healthy_twin_is_silent(string name) => Twins[name].HasASilentTwin();

    [Theory]
    [InlineData("health: {status: Healthy}", "health: {status: Progressing}")]
    [InlineData("health: {status: Healthy}", "health: {status: Suspended}")]
    [InlineData("phase: Succeeded, message: successfully synced, startedAt: \"2026-03-01T10:00:00Z\"", "phase: Running, message: waiting for healthy state of apps/Deployment/web, startedAt: \"2026-03-01T11:59:30Z\"")]
    [InlineData("name: settings, status: OutOfSync", "name: settings, status: OutOfSync, requiresPruning: true", "revision: bbbb", "revision: aaaa")] // Git dropped it, and nothing prunes
    [InlineData("automated: {prune: true}", "automated: {prune: true, selfHeal: true}", "revision: bbbb", "revision: aaaa")] // Argo CD takes it back itself
    public void An_application_in_an_odd_state_is_no_fault(string from, string to, string and = "", string becomes = "")
    {
        var yaml = Application.With(from, to);
        Assert.DoesNotContain(Scene.Of(and.Length == 0 ? yaml : yaml.With(and, becomes)).Symptoms, symptom => symptom.Severity != Severity.Info);
    }

    [Theory]
    [InlineData("phase: Succeeded, currentStep: 1, message: done", "phase: Aborted, currentStep: 1, message: aborted by jane")]
    [InlineData("type: Ready, status: \"True\", reason: Ready", "type: Ready, status: \"False\", reason: LastPromotionAborted")]
    [InlineData("\"True\", reason: Verified", "\"False\", reason: VerificationAborted")]
    [InlineData("\"True\", reason: Verified", "Unknown, reason: VerificationRunning")]
    [InlineData("type: Ready, status: \"True\", reason: Ready", "type: Ready, status: \"False\", reason: ActivePromotion")]
    [InlineData("\"True\", reason: ArtifactsDiscovered", "\"False\", reason: DiscoveryInProgress, message: Waiting for discovery to complete")]
    [InlineData("{type: Healthy, status: \"True\", reason: Healthy}", "{type: Healthy, status: Unknown, reason: NoFreight}")]
    public void Kargo_at_work_is_no_fault(string from, string to) =>
        Assert.DoesNotContain(Scene.Of(Kargo.With(from, to)).Symptoms, symptom => symptom.Severity != Severity.Info);

    [Fact]
    public void Only_the_last_promotion_of_a_stage_counts() => Assert.DoesNotContain(
        Scene.Of(
            Kargo.With("phase: Succeeded, currentStep: 1, message: done", "phase: Failed, message: no"),
            "{apiVersion: kargo.akuity.io/v1alpha1, kind: Promotion, metadata: {name: prod.2, namespace: shop, creationTimestamp: '2026-03-01T11:00:00Z'}, spec: {stage: prod}, status: {phase: Succeeded}}").Symptoms,
        symptom => symptom.Severity != Severity.Info);

    [Fact]
    public void The_object_that_made_an_application_degraded_is_told_where_Argo_CD_does_not()
    {
        var symptom = Assert.Single(Scene.Of(Scene.Owners("checkout"), Scene.Application("shop", "Degraded", "checkout")).Symptoms, one => one.Reason == SymptomReason.ApplicationDegraded);
        Assert.Equal("Deployment/shop/checkout", symptom.Parameters[SymptomParameters.Reference]);
        Assert.Equal("Deployment/shop/checkout: Deployment \"checkout\" exceeded its progress deadline", symptom.Message);
    }
}
