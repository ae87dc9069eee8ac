using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Incidents;
using AiSre.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.IntegrationTests.Loop;

/// <summary>The flight recorder beside a real watch, on the real database.</summary>
public sealed class HistoryTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_commit_that_broke_a_workload_and_the_field_it_changed_are_on_record()
    {
        await using var world = await LoopWorld.CreateAsync(postgres);
        await world.AddApplicationAsync("checkout");
        await world.StartAiSreAsync();
        await Eventually.BeAsync(async () =>
        {
            await using var db = world.Open();
            return await db.Set<ObjectRevision>().AnyAsync(revision => revision.Kind == "Deployment" && revision.HealthyAt != null, TestContext.Current.CancellationToken);
        });

        world.Break("checkout");
        var incident = await world.IncidentAsync(IncidentState.AwaitingDecision);

        var history = world.AiSre.App.Services.GetRequiredService<ObjectHistory>();
        var commit = world.Playground.Repositories.ResolveBranch(LoopWorld.Owner, LoopWorld.Repository, "main");
        ObjectChanges? changes = null;
        await Eventually.BeAsync(async () =>
        {
            changes = await history.ChangesAsync(
                "test", new ObjectRef("apps/v1", "Deployment", "shop", "checkout"), incident.OpenedAt, DateTimeOffset.UtcNow, "argocd/checkout", TestContext.Current.CancellationToken);
            return changes is { Changes: [{ Commit: { } named }] } && named == commit;
        });
        var change = Assert.Single(changes!.Changes).Field;
        Assert.Equal("spec.template.spec.containers[checkout].image", change.Path);
        Assert.Equal((LoopWorld.RegistryA + "/shop/checkout:1.0.0", LoopWorld.RegistryA + "/shop/checkout:1.1.0"), (change.Before, change.After));
        await using var events = world.Open();
        Assert.True(await events.Set<RecordedEvent>().AnyAsync(said => said.Kind == "Pod" && said.Reason == "Failed", TestContext.Current.CancellationToken));
        Assert.False(await events.Set<ObjectRevision>().AnyAsync(revision => revision.Kind == "Secret" || revision.Kind == "Pod" || revision.Kind == "ReplicaSet", TestContext.Current.CancellationToken));
    }
}
