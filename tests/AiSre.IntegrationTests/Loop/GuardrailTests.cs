using AiSre.Cli.Guardrails;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Guardrails over a real proposal: what they say of it, and what they mean for decisions.</summary>
public sealed class GuardrailTests(PostgresServer postgres)
{
    private const string Text = "environments: {test: {criticality: low, clusters: [test]}}\nautomatic: [{environments: [test], risk: medium}]\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_version_of_the_guardrails_voids_what_was_decided()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync("--Decisions:Quorum=2");
        var head = (await world.ProposalAsync()).HeadSha!;
        var seen = await world.FingerprintAsync(incident, head);
        Assert.Equal("none", seen.Guardrails);
        Assert.True((await world.ApproveAsync(incident, seen, "ada")).Accepted);

        await SaveAsync(world, Text, 0);

        var late = await world.ApproveAsync(incident, seen, "grace");
        Assert.False(late.Accepted);
        Assert.Contains("(the guardrails)", late.Sentence, StringComparison.Ordinal);
        var now = await world.FingerprintAsync(incident, head);
        Assert.Equal("guardrails@1", now.Guardrails);
        Assert.True((await world.ApproveAsync(incident, now, "grace")).Accepted);

        // Two approved, and not the same: nothing is merged, and both are asked again.
        await Eventually.BeAsync(async () => (await world.DecisionsAsync()).TrueForAll(decision => decision.VoidedBecause is not null));
        Assert.Contains(await world.TimelineAsync(), entry => entry.Kind == TimelineKind.DecisionRefused && entry.Text.Contains("changed since the approval", StringComparison.Ordinal));
        incident = await world.IncidentAsync(IncidentState.AwaitingDecision);
        Assert.True((await world.ApproveAsync(incident, head, "ada")).Accepted);
        Assert.True((await world.ApproveAsync(incident, head, "grace")).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task While_merges_are_paused_nothing_that_people_approve_is_merged_either()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync();
        var (head, pause) = ((await world.ProposalAsync()).HeadSha!, world.AiSre.App.Services.GetRequiredService<GuardrailPause>());
        await pause.PauseAsync("ada", "Black Friday.", Token);

        Assert.True((await world.ApproveAsync(incident, head)).Accepted);

        incident = await world.ProblemAsync("The guardrails let AiSre merge nothing here: ada paused all merges: Black Friday.");
        Assert.Equal(IncidentState.AwaitingDecision, incident.State);
        Assert.All(await world.PullRequestsAsync(), pullRequest => Assert.False(pullRequest.Merged));
        await pause.ResumeAsync("ada", "It is over.", Token);
        Assert.True((await world.ApproveAsync(incident, head)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task What_guardrails_say_of_a_proposal_is_explained_gate_by_gate()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        var incident = await world.ProposedAsync();
        var proposal = await world.ProposalAsync();

        var (none, first) = await ExplainAsync(world, $"#{incident.Number}");
        Assert.Equal(3, none);
        Assert.Contains("require approval  Scope", first, StringComparison.Ordinal);
        Assert.EndsWith("Result: require approval\n", first, StringComparison.Ordinal);

        await SaveAsync(world, Text + "rules: [{name: no images, fields: [spec.replicas], otherwise: deny}]\n", 0);
        var (denied, second) = await ExplainAsync(world, proposal.Id.ToString());
        Assert.Equal(4, denied);
        Assert.Contains("of Deployment/checkout is not one of the fields spec.replicas (rule 'no images').", second, StringComparison.Ordinal);

        // All of it but the runbook, which only proposes.
        await SaveAsync(world, Text + "rules: [{name: one, blast-radius: {objects: 1, replicas: 2, applications: 1, clusters: 1}}]\n", 1);
        var evaluation = await world.AiSre.App.Services.GetRequiredService<GuardrailEvaluator>().EvaluateAsync(proposal.Id, Token);
        Assert.Equal(["Runbook"], evaluation.Gates.Where(gate => gate.Outcome != GuardrailOutcome.Allow).Select(gate => gate.Gate));
        Assert.Equal(3, (await ExplainAsync(world, $"{incident.Number}")).Code);
        await Assert.ThrowsAsync<ProblemException>(() => ExplainAsync(world, "#999"));
        await Assert.ThrowsAsync<ProblemException>(() => ExplainAsync(world, "whatever"));
    }

    [Fact]
    public async Task Guardrails_come_from_a_repository_s_branch()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.Commit("platform/guardrails.yaml", Text);
        await world.StartAiSreAsync($"--Guardrails:Repository={world.RepoUrl}", "--Guardrails:Path=platform/guardrails.yaml", "--Guardrails:Interval=00:00:00.2");
        var store = world.AiSre.App.Services.GetRequiredService<GuardrailStore>();

        await Eventually.BeAsync(async () => (await store.InForceAsync(Token)).Version == 1);
        world.Commit("platform/guardrails.yaml", "rule: 1\n");
        await Eventually.BeAsync(async () => (await store.InForceAsync(Token)) is { Version: 1, IsKnown: true, Problem: not null });
        world.Commit("platform/guardrails.yaml", Text + "# Another\n");
        await Eventually.BeAsync(async () => (await store.InForceAsync(Token)) is { Version: 2, Problem: null });
    }

    private static async Task SaveAsync(LoopWorld world, string text, int expected) =>
        Assert.True((await world.AiSre.App.Services.GetRequiredService<GuardrailStore>().SaveAsync(new(text, expected, "ada", "For a test."), Token)).IsSaved);

    private static async Task<(int Code, string Output)> ExplainAsync(LoopWorld world, string name)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await GuardrailExplanation.PrintAsync(name, world.Settings("http://127.0.0.1:0"), output, Token);
        TestContext.Current.SendDiagnosticMessage(output.ToString());
        return (code, output.ToString());
    }
}
