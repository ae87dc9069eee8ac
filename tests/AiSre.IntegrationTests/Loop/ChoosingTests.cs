using System.Text.Json;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.IntegrationTests.Model;
using AiSre.Runbooks;
using AiSre.Runbooks.Choosing;
using AiSre.Runbooks.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>Runbooks that a person chooses, with and without a model's suggestion.</summary>
public sealed class ChoosingTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_runbooks_that_fit_equally_well_a_person_chooses_and_decides_about_the_change()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        world.AddRunbookText("twin", Twin("mode: [{is: automatic, clusters: test}]"));
        world.AddRunbookText("elsewhere", Twin("applies-to: {clusters: prod-*}").Replace("id: twin", "id: elsewhere", StringComparison.Ordinal));
        var incident = await WaitingAsync(world);

        var candidates = await Get<RunbookCandidates>(world).ListAsync(incident.Id, Token);
        Assert.Equal(["override-registry", "twin"], candidates.Where(one => one.IsTied).Select(one => one.Runbook.Id));
        Assert.DoesNotContain(candidates, one => one.Runbook.Id == "elsewhere");

        // What may not be used here stays unused, whoever chooses it.
        await ChooseAsync(world, incident, "elsewhere", "I like it.");
        await Eventually.BeAsync(async () => (await world.IncidentsAsync())[0] is { State: IncidentState.NeedsPerson, Problem: { } problem } && problem.StartsWith("ada chose elsewhere", StringComparison.Ordinal), 30);
        Assert.EndsWith("the cluster is test, and it is for prod-* only.", (await world.IncidentsAsync())[0].Problem, StringComparison.Ordinal);

        await ChooseAsync(world, incident, "twin", "It is the newer one.");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        await using var db = world.Open();
        var match = await db.Set<RunbookMatch>().SingleAsync(Token);
        Assert.Equal(("twin", RunbookMode.Propose, "ada chose version 1 of twin: It is the newer one."), (match.RunbookId, match.Mode, match.Reason));
        Assert.Equal("The incident does not wait for a person any more; look at it again.", (await Assert.ThrowsAsync<ProblemException>(() => ChooseAsync(world, incident, "twin", "Again."))).Message);

        // It is planned anew when the incident grows, and stays what was chosen; decided it is as any other.
        Assert.True((await world.ApproveAsync((await world.IncidentsAsync())[0], (await world.ProposalAsync()).HeadSha!)).Accepted);
        await world.IncidentAsync(IncidentState.Resolved);
    }

    [Fact]
    public async Task The_model_suggests_one_and_nothing_follows_until_a_person_confirms()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await using var model = await ScriptedModelServer.StartAsync();
        world.AddRunbookText("twin", Twin(""));

        model.Says("I have no opinion.");
        var incident = await WaitingAsync(world, $"--Model:BaseAddress={model.BaseAddress}", "--Model:Name=scripted-1");

        // The second opinion about the cause is over: what is asked from here on is asked about runbooks.
        await Eventually.BeAsync(async () =>
        {
            await using var db = world.Open();
            return await db.Set<DiagnosisRecord>().AnyAsync(record => record.Analyst == Analyst.Model, Token);
        }, 30);
        model.Does(context => ScriptedModelServer.Completion(context, JsonSerializer.Serialize(new
        {
            citations = new[] { new { evidence = Quoted(world).Address, quote = Quoted(world).Text }, new { evidence = "Pod/shop/none", quote = "never seen anywhere" } },
            because = "Registry A does not answer.",
            runbook = "twin",
        })));

        await Get<SuggestRunbook>(world).AskAsync(incident.Id, "ada", Token);

        await using (var db = world.Open())
        {
            var said = await db.Set<RunbookSuggestion>().SingleAsync(Token);
            Assert.Equal(("twin", "scripted-1", "Registry A does not answer.", null), (said.RunbookId, said.Model, said.Because, said.Problem));
            Assert.Equal(Quoted(world).Text, Assert.Single(said.Citations).Quote);
            Assert.Equal(0, await db.Set<RunbookMatch>().CountAsync(Token));
        }

        Assert.Equal(IncidentState.NeedsPerson, (await world.IncidentsAsync())[0].State);
        await ChooseAsync(world, incident, "twin", "Agreed.");
        await world.IncidentAsync(IncidentState.AwaitingDecision);
        Assert.Contains(await world.TimelineAsync(), entry => entry.Text == "ada chose version 1 of twin, as the model scripted-1 had suggested: Agreed.");

        // A runbook that it was not given, and quotations that nothing has, are no suggestion.
        await AssertNoneAsync(world, model, incident, new { citations = new[] { new { evidence = Quoted(world).Address, quote = Quoted(world).Text } }, because = "x", runbook = "../../etc" }, "named a runbook that it was not given");
        await AssertNoneAsync(world, model, incident, new { citations = new[] { new { evidence = "a", quote = "never seen anywhere" } }, because = "x", runbook = "twin" }, "quoted nothing that stands in the evidence");
        await AssertNoneAsync(world, model, incident, new { citations = Array.Empty<object>(), because = "All are about something else.", runbook = "" }, "none of the runbooks would help: All are about something else.");
    }

    private static async Task AssertNoneAsync(LoopWorld world, ScriptedModelServer model, Incident incident, object answer, string expected)
    {
        model.Says(answer);
        await Get<SuggestRunbook>(world).AskAsync(incident.Id, "ada", Token);
        await using var db = world.Open();
        var said = await db.Set<RunbookSuggestion>().SingleAsync(Token);
        Assert.Null(said.RunbookId);
        Assert.Empty(said.Citations);
        Assert.Contains(expected, said.Problem, StringComparison.Ordinal);
    }

    private static (string Address, string Text) Quoted(LoopWorld world)
    {
        using var db = world.Open();
        var evidence = db.Set<Evidence>().AsNoTracking().OrderBy(kept => kept.Address).First();
        return (evidence.Address, evidence.Content[..Math.Min(40, evidence.Content.Length)]);
    }

    private static Task ChooseAsync(LoopWorld world, Incident incident, string runbook, string reason) =>
        Get<ChooseRunbook>(world).ChooseAsync(incident.Id, runbook, "ada", reason, Token);

    private static T Get<T>(LoopWorld world)
        where T : notnull => world.AiSre.App.Services.GetRequiredService<T>();

    private static async Task<Incident> WaitingAsync(LoopWorld world, params string[] settings)
    {
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync(settings);
        world.Break("checkout");
        return await world.IncidentAsync(IncidentState.NeedsPerson);
    }

    /// <summary>As specific as the one that every world has.</summary>
    private static string Twin(string more) => LoopWorld.Runbook.Replace("id: override-registry", $"id: twin{(more.Length > 0 ? $"\n{more}" : "")}", StringComparison.Ordinal);
}
