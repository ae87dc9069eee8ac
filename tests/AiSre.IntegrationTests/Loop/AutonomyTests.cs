using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Playground.World.Registries;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Previews;
using AiSre.Runbooks;
using AiSre.Runbooks.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Runbooks that may go further than proposing: what they would have done, what they do, and how they lose it.</summary>
public sealed class AutonomyTests(PostgresServer postgres)
{
    private const string Open = """
        environments:
          development: {criticality: low, clusters: [test]}
        automatic:
          - {environments: [development], risk: medium}
        """;

    [Fact]
    public async Task In_the_shadow_it_notes_what_it_would_have_done_and_a_person_decides()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: shadow", Open);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);

        await VerdictAsync(world, wouldMerge: true, RunbookMode.Shadow);
        Assert.Equal(IncidentState.AwaitingDecision, (await world.IncidentsAsync())[0].State);
        Assert.Contains(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.PolicyDecided && entry.Text.StartsWith("AiSre would have merged it", StringComparison.Ordinal));

        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        var offer = Assert.Single(await Autonomy(world).OffersAsync("careful", TestContext.Current.CancellationToken));
        Assert.Equal((1, 0, 0), (offer.Numbers.Verified, offer.Numbers.Failed, offer.Numbers.Rejected));
        Assert.Null(offer.Next); // Its text asks for no more than the shadow.
    }

    [Fact]
    public async Task What_a_text_would_do_is_seen_before_it_is_saved_and_what_is_on_record_speaks_about_it()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: propose", Open);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        var (preview, tester) = (world.AiSre.App.Services.GetRequiredService<RunbookPreview>(), world.AiSre.App.Services.GetRequiredService<BackTester>());
        var runbook = (await world.AiSre.App.Services.GetRequiredService<RunbookCatalog>().LatestAsync(TestContext.Current.CancellationToken)).Single(one => one.Runbook.Id == "careful").Runbook;
        var other = runbook with { AppliesTo = new RunbookScope { Clusters = [new Glob("prod-*")] } };

        Assert.True(Assert.Single(await preview.MatchAsync(runbook, TestContext.Current.CancellationToken)).Fit.Fits);
        Assert.Equal(["the cluster is test, and it is for prod-* only"], Assert.Single(await preview.MatchAsync(other, TestContext.Current.CancellationToken)).Fit.Fails);
        var file = Assert.Single((await preview.PlanAsync(runbook, incident.Number, TestContext.Current.CancellationToken)).Files);
        Assert.Contains(LoopWorld.RegistryB, file.After, StringComparison.Ordinal);

        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
        Assert.Equal(BackTestVerdict.Right, Assert.Single((await tester.RunAsync(runbook, TestContext.Current.CancellationToken)).Incidents).Verdict);
        Assert.Equal(BackTestVerdict.Missed, Assert.Single((await tester.RunAsync(other, TestContext.Current.CancellationToken)).Incidents).Verdict);
        Assert.Empty(await tester.GapsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Automatic_begins_in_the_shadow_and_is_not_offered_before_it_is_earned()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: automatic", Open);
        world.Break("checkout");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        await VerdictAsync(world, wouldMerge: true, RunbookMode.Shadow);

        var refused = await Autonomy(world).PromoteAsync("careful", 1, "everywhere", RunbookMode.Automatic, "ada", TestContext.Current.CancellationToken);

        Assert.False(refused.Done);
        Assert.StartsWith("It has not earned it yet: 0 of 0", refused.Sentence, StringComparison.Ordinal);
        Assert.Empty(await world.DecisionsAsync());
    }

    [Fact]
    public async Task What_may_merges_by_itself_is_proven_and_tells_who_decided()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: automatic", Open);
        await LetAsync(world);
        world.Break("checkout");

        await world.IncidentAsync(IncidentState.Resolved, 60);

        var decision = Assert.Single(await world.DecisionsAsync());
        Assert.Equal((DecisionChannel.Policy, Verdict.Approve), (decision.Channel, decision.Verdict));
        Assert.True(Assert.Single(await world.PullRequestsAsync()).Merged);
        await using var db = world.Open();
        Assert.Single(await db.Set<GuardrailReservation>().Where(one => one.ReleasedAt == null).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Contains(await db.Set<GuardrailEvaluation>().ToListAsync(TestContext.Current.CancellationToken), one => one.IsAtMerge);
    }

    [Fact]
    public async Task What_does_not_help_is_put_back_by_itself_and_sets_the_runbook_back()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout", isSyncedByHand: true);
        await StartAsync(world, "mode: automatic", Open, "--Verification:Deadline=00:00:12");
        await LetAsync(world);
        world.Break("checkout");
        world.Playground.ArgoCd.Sync("checkout");

        // Registry B is there when the change is proven, and away when it is synced.
        await Eventually.BeAsync(async () => (await world.PullRequestsAsync()).Any(one => one.Merged), 60);
        world.Playground.Registries.Add(LoopWorld.RegistryB).Condition = RegistryCondition.TimesOut;
        world.Playground.ArgoCd.Sync("checkout");
        await Eventually.BeAsync(async () => (await world.PullRequestsAsync()).Count(one => one.Merged) == 2, 90);

        var timeline = await world.TimelineAsync();
        Assert.Contains(timeline, entry => entry.Kind == TimelineKind.Demoted);
        Assert.All(await world.DecisionsAsync(), decision => Assert.Equal(DecisionChannel.Policy, decision.Channel));
        var offer = Assert.Single(await Autonomy(world).OffersAsync("careful", TestContext.Current.CancellationToken));
        Assert.Equal(RunbookMode.Propose, offer.Mode.Mode);
        Assert.Equal(1, offer.Numbers.Failed);
    }

    [Fact]
    public async Task A_pause_stops_everybody_and_going_on_goes_on()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: automatic", Open);
        await LetAsync(world);
        var pause = world.AiSre.App.Services.GetRequiredService<GuardrailPause>();
        await pause.PauseAsync("ada", "A release is going on.", TestContext.Current.CancellationToken);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        await VerdictAsync(world, wouldMerge: false, RunbookMode.Automatic);

        Assert.True((await world.ApproveAsync(incident, (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.ProblemAsync("The guardrails let AiSre merge nothing here: ada paused all merges: A release is going on.");
        Assert.False(Assert.Single(await world.PullRequestsAsync()).Merged);

        await pause.ResumeAsync("ada", "It is out.", TestContext.Current.CancellationToken);
        await world.IncidentAsync(IncidentState.Resolved, 60);
        Assert.Equal(DecisionChannel.Policy, (await world.DecisionsAsync())[^1].Channel);
    }

    [Fact]
    public async Task A_rejection_sets_the_runbook_back_until_a_person_lets_it_earn_again()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: shadow", Open);
        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        await Eventually.BeAsync(async () => (await VerdictsAsync(world)).Count == 1, 30);

        Assert.True((await world.RejectAsync(incident, (await world.ProposalAsync()).HeadSha!, "Registry B is being retired.")).Accepted);
        await world.IncidentAsync(IncidentState.Rejected);

        Assert.Contains(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.Demoted && entry.Text.Contains("Registry B is being retired.", StringComparison.Ordinal));
        var offer = Assert.Single(await Autonomy(world).OffersAsync("careful", TestContext.Current.CancellationToken));
        Assert.Equal((RunbookMode.Propose, RunbookMode.Shadow, 1), (offer.Mode.Mode, offer.Next!.Value, offer.Numbers.Rejected));
        Assert.True((await Autonomy(world).PromoteAsync("careful", 1, "everywhere", RunbookMode.Shadow, "ada", TestContext.Current.CancellationToken)).Done);
        Assert.Equal(RunbookMode.Shadow, Assert.Single(await Autonomy(world).OffersAsync("careful", TestContext.Current.CancellationToken)).Mode.Mode);
    }

    [Fact]
    public async Task A_runbook_that_only_advises_opens_nothing()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await StartAsync(world, "mode: advise", Open);
        world.Break("checkout");

        await world.ProblemAsync("only advises here (everywhere), so no pull request is opened. It would override the image registry");
        Assert.Empty(await world.PullRequestsAsync());
    }

    private static AutonomyCommand Autonomy(LoopWorld world) => world.AiSre.App.Services.GetRequiredService<AutonomyCommand>();

    private static async Task StartAsync(LoopWorld world, string mode, string guardrails, params string[] settings)
    {
        if (world.Application("checkout").Sync.Length == 0)
        {
            await world.AddApplicationAsync("checkout");
        }

        world.AddRunbookText("careful", $$$"""
            ---
            id: careful
            title: Pull from registry B
            owner: platform
            symptom: {cause: RegistryUnavailable, registry: {{{LoopWorld.RegistryA}}}, container: checkout}
            applies-to: {clusters: test}
            {{{mode}}}
            solution:
              - override-image-registry: {from: {{{LoopWorld.RegistryA}}}, to: {{{LoopWorld.RegistryB}}}}
            tests:
              - name: Something else is broken
                objects: [{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, status: {phase: Failed, reason: Evicted, message: The node was low on resource}}]
                expect: {fits: false}
            ---
            # Pull from registry B
            """);
        await world.StartAiSreAsync(settings);
        var saved = await world.AiSre.App.Services.GetRequiredService<GuardrailStore>().SaveAsync(new SaveGuardrails(guardrails, 0, "ada", "First"), TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Refusal);
    }

    /// <summary>As if a person had let it when it had earned it.</summary>
    private static async Task LetAsync(LoopWorld world)
    {
        await using var db = world.Open();
        db.Add(new AutonomyRecord
        {
            Id = Guid.CreateVersion7(),
            RunbookId = "careful",
            RunbookVersion = 1,
            Scope = "everywhere",
            Mode = RunbookMode.Automatic,
            By = "ada",
            Because = "It has earned it.",
            At = DateTimeOffset.UtcNow,
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the only verdict.</summary>
    private static async Task VerdictAsync(LoopWorld world, bool wouldMerge, RunbookMode mode)
    {
        await Eventually.BeAsync(async () => (await VerdictsAsync(world)).Count > 0, 30);
        var verdict = Assert.Single(await VerdictsAsync(world));
        Assert.True(verdict.WouldMerge == wouldMerge, verdict.Sentence);
        Assert.Equal(mode, verdict.Mode);
    }

    private static async Task<List<PolicyVerdict>> VerdictsAsync(LoopWorld world)
    {
        await using var db = world.Open();
        return await db.Set<PolicyVerdict>().OrderBy(verdict => verdict.At).ToListAsync(TestContext.Current.CancellationToken);
    }
}
