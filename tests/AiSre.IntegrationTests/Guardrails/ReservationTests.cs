using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proposals;
using Microsoft.EntityFrameworkCore;

namespace AiSre.IntegrationTests.Guardrails;

/// <summary>Reservations of merges without a person, by two replicas at once.</summary>
public sealed class ReservationTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_ask_at_once_the_rate_holds()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(index => $"app-{index}")];
        await using var world = await ReservationWorld.CreateAsync(postgres, "rules: [{name: slow, rate: {fleet: 3 in 1h}}]\n", names);
        var proposals = await Task.WhenAll(names.Select(name => world.ProposeAsync(name)));

        // Each is asked for four times, twice by each replica.
        var results = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(time => proposals.Select(proposal => Task.Run(() => world.ReserveAsync(proposal, time % 2)))));

        var reserved = results.Where(result => result.Reservation is not null).ToList();
        Assert.Equal(3, reserved.Select(result => result.Reservation!.ProposalId).Distinct().Count());
        Assert.Equal(3, reserved.Select(result => result.Reservation!.Id).Distinct().Count());
        Assert.Equal(3, await ReservationsAsync(world));
        Assert.All(results.Except(reserved), result => Assert.Contains(result.Evaluation.Gates, gate =>
            gate is { Gate: "Rate", Outcome: GuardrailOutcome.RequireApproval, Sentence: "3 changes were merged without a person in the fleet, and 3 in 1 h may be (rule 'slow')." }));

        // Later there is room again, and with the clock put back there is none.
        world.Clock.Move(TimeSpan.FromHours(-5));
        var waiting = proposals.First(proposal => !reserved.Exists(result => result.Reservation!.ProposalId == proposal.Id));
        Assert.Null((await world.ReserveAsync(waiting)).Reservation);
        world.Clock.Move(TimeSpan.FromHours(7));
        Assert.NotNull((await world.ReserveAsync(waiting)).Reservation);
    }

    [Fact]
    public async Task Of_one_application_one_change_is_on_its_way()
    {
        await using var world = await ReservationWorld.CreateAsync(postgres, "", "shop");
        var proposals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.ProposeAsync("shop")));

        var results = await Task.WhenAll(proposals.Select((proposal, index) => Task.Run(() => world.ReserveAsync(proposal, index % 2))));

        var only = Assert.Single(results, result => result.Reservation is not null);
        Assert.Equal(GuardrailOutcome.Allow, only.Evaluation.Outcome);
        Assert.Equal([new ApplicationKey("test", "argocd/shop")], only.Reservation!.Applications);

        // What is given back does not count; what is merged is not given back.
        await world.Get<GuardrailEvaluator>().ReleaseAsync(only.Reservation.Id, Token);
        var next = await world.ReserveAsync(proposals.First(proposal => proposal.Id != only.Reservation.ProposalId));
        Assert.NotNull(next.Reservation);
        await ChangeAsync(world, next.Reservation.ProposalId, proposal => proposal.MergedAt = DateTimeOffset.UtcNow);
        await world.Get<GuardrailEvaluator>().ReleaseAsync(next.Reservation.Id, Token);
        Assert.Equal(1, await ReservationsAsync(world));
    }

    [Fact]
    public async Task A_person_s_change_that_is_being_merged_or_verified_keeps_others_waiting()
    {
        await using var world = await ReservationWorld.CreateAsync(postgres, "", "shop");
        var mine = await world.ProposeAsync("shop");
        Assert.Equal(GuardrailOutcome.Allow, (await world.Get<GuardrailEvaluator>().EvaluateAsync(mine.Id, Token)).Outcome);

        await world.ProposeAsync("shop", IncidentState.Approved);
        Assert.Contains("is not verified yet", await SentenceAsync("In flight"), StringComparison.Ordinal);

        async Task<string> SentenceAsync(string gate) => (await world.Get<GuardrailEvaluator>().EvaluateAsync(mine.Id, Token)).Gates.Single(one => one.Gate == gate).Sentence;
    }

    [Fact]
    public async Task What_changes_between_the_look_and_the_merge_is_noticed()
    {
        await using var world = await ReservationWorld.CreateAsync(postgres, "", "shop");
        var proposal = await world.ProposeAsync("shop");
        Assert.NotNull((await world.ReserveAsync(proposal)).Reservation);

        await world.Get<GuardrailPause>(1).PauseAsync("ada", "Black Friday.", Token);
        var paused = await world.ReserveAsync(proposal);
        Assert.Equal((GuardrailOutcome.Deny, true, null), (paused.Evaluation.Outcome, paused.Evaluation.Result.IsForbidden, paused.Reservation));
        Assert.Equal(0, await ReservationsAsync(world));

        await world.Get<GuardrailPause>(1).ResumeAsync("ada", "It is over.", Token);
        var other = await world.Get<GuardrailEvaluator>().ReserveAsync(proposal.Id, new string('b', 40), Token);
        Assert.Equal((GuardrailOutcome.Deny, false), (other.Evaluation.Outcome, other.Evaluation.Result.IsForbidden));
        await ChangeAsync(world, proposal.Id, row => row.IsOutdated = true);
        Assert.Equal(GuardrailOutcome.Deny, (await world.ReserveAsync(proposal)).Evaluation.Outcome);
    }

    [Fact]
    public async Task Failed_verifications_open_the_breaker_until_a_person_has_looked()
    {
        await using var world = await ReservationWorld.CreateAsync(postgres, "", "shop");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var failed = await world.ProposeAsync("shop", IncidentState.Failed, proposal =>
            {
                (proposal.PullRequestState, proposal.MergedAt, proposal.Failure) = (PullRequestState.Merged, world.Clock.GetUtcNow().AddMinutes(-5), "it did not help");
            });
            await using var db = world.Loop.Open();
            db.Add(new TimelineEntry { IncidentId = failed.IncidentId, At = world.Clock.GetUtcNow(), Kind = TimelineKind.Failed, Text = "It did not help.", Actor = "AiSre" });
            await db.SaveChangesAsync(Token);
        }

        var mine = await world.ProposeAsync("shop");
        var open = await world.ReserveAsync(mine);
        Assert.Null(open.Reservation);
        Assert.Contains("2 changes did not help within 7 d", open.Evaluation.Gates.Single(gate => gate.Gate == "Breaker").Sentence, StringComparison.Ordinal);

        var breakers = world.Get<Breakers>();
        var standings = await breakers.StandingsAsync(Token);
        Assert.Equal(["test argocd/shop", mine.RunbookId], standings.Select(standing => standing.Key.Name));
        Assert.All(standings, standing => Assert.Equal((true, 2), (standing.IsOpen, standing.Incidents.Length)));
        await breakers.ReviewAsync(standings[0], "ada", "The node was full.", Token);
        Assert.Null((await world.ReserveAsync(mine)).Reservation); // That of the runbook is open still.

        // Twice is once, without a reason is never, and what was not seen was not reviewed.
        Assert.Contains("ada has reviewed this already", (await Assert.ThrowsAsync<ProblemException>(() => breakers.ReviewAsync(standings[0], "bob", "I too.", Token))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProblemException>(() => breakers.ReviewAsync(standings[1], "ada", " ", Token));
        var unseen = standings[1] with { Incidents = [standings[1].Incidents[0]] };
        Assert.Contains("Another change has failed", (await Assert.ThrowsAsync<ProblemException>(() => breakers.ReviewAsync(unseen, "ada", "Fine.", Token))).Message, StringComparison.Ordinal);

        await breakers.ReviewAsync(standings[1], "ada", "The node was full.", Token);
        Assert.All(await breakers.StandingsAsync(Token), standing => Assert.Equal((false, "ada"), (standing.IsOpen, standing.Review!.By)));
        Assert.NotNull((await world.ReserveAsync(mine)).Reservation);
    }

    [Fact]
    public async Task Every_evaluation_that_says_something_new_is_kept()
    {
        await using var world = await ReservationWorld.CreateAsync(postgres, "", "shop");
        var (proposal, evaluator) = (await world.ProposeAsync("shop"), world.Get<GuardrailEvaluator>());

        var first = await evaluator.EvaluateAsync(proposal.Id, Token);
        Assert.Equal(first.Id, (await evaluator.EvaluateAsync(proposal.Id, Token)).Id);
        await world.Get<GuardrailPause>().PauseAsync("ada", "So.", Token);
        var second = await evaluator.EvaluateAsync(proposal.Id, Token);
        await world.ReserveAsync(proposal);

        var kept = await evaluator.EvaluationsAsync(proposal.Id, Token);
        Assert.Equal([(true, GuardrailOutcome.Deny), (false, GuardrailOutcome.Deny), (false, GuardrailOutcome.Allow)], kept.Select(one => (one.IsAtMerge, one.Outcome)));
        Assert.Equal((second.Id, 1, 20), (kept[1].Id, kept[1].GuardrailVersion, kept[1].Gates.Length));
        Assert.Equal("ada paused all merges: So.", kept[1].Gates.Single(gate => gate.Gate == "Pause").Sentence);
    }

    [Fact]
    public async Task What_a_cluster_does_not_answer_denies_and_is_said()
    {
        await using var world = await ReservationWorld.CreateAsync(postgres, "", "shop");
        var missing = await world.ReserveAsync(await world.ProposeAsync("nowhere"));
        var away = await world.ReserveAsync(await world.ProposeAsync("shop", cluster: "elsewhere"));

        Assert.Contains("Cluster elsewhere is not configured", away.Evaluation.Result.Sentence, StringComparison.Ordinal);
        Assert.Contains("The Argo CD application argocd/nowhere is not there any more.", missing.Evaluation.Result.Sentence, StringComparison.Ordinal);
        Assert.All([missing, away], result => Assert.Equal((GuardrailOutcome.Deny, false, null), (result.Evaluation.Outcome, result.Evaluation.Result.IsForbidden, result.Reservation)));
    }

    private static async Task<int> ReservationsAsync(ReservationWorld world)
    {
        await using var db = world.Loop.Open();
        return await db.Set<GuardrailReservation>().CountAsync(one => one.ReleasedAt == null, Token);
    }

    private static async Task ChangeAsync(ReservationWorld world, Guid id, Action<Proposal> change)
    {
        await using var db = world.Loop.Open();
        change(await db.Set<Proposal>().SingleAsync(proposal => proposal.Id == id, Token));
        await db.SaveChangesAsync(Token);
    }
}
