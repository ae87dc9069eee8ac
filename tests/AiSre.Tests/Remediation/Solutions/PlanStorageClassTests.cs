using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Solutions;

public sealed class PlanStorageClassTests
{
    private const string File = "apps/checkout/storage.yaml";
    private readonly Planning _planning = new();

    [Theory]
    [InlineData("set-storage-class: {name: standard}", "  storageClassName: fast\n", "  storageClassName: standard\n")]
    [InlineData("set-storage-class: {name: standrad}", "  storageClassName: fast\n", "  storageClassName: standard\n")]
    [InlineData("set-storage-class: {}", "  storageClassName: standrad\n", "  storageClassName: standard\n")]
    public async Task A_claim_without_a_volume_gets_a_class_that_exists(string operation, string before, string after)
    {
        _planning.Tree[File] = Claim(before);
        _planning.Solve(operation);

        var change = await _planning.ChangeAsync(Target(before.Split(' ')[^1].Trim()));

        Assert.Equal(Claim(after), change.After);
        Assert.EndsWith(
            "(Kubernetes keeps the class that a claim was made with: delete PersistentVolumeClaim data of namespace shop once this is merged; it has no volume and so no data, and Argo CD makes it anew)",
            Assert.Single(change.Edits), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_names_no_class_takes_one_without_further_ado()
    {
        _planning.Tree[File] = Claim("  resources: {requests: {storage: 1Gi}}\n");
        _planning.Solve("set-storage-class: {name: standard}");

        Assert.Equal([$"{File}: spec.storageClassName: not set → standard"], (await _planning.ChangeAsync(Target(null))).Edits);
    }

    [Theory]
    [InlineData("Bound", "pv-1")]
    [InlineData("Lost", "")]
    [InlineData("Pending", "pv-1")]
    public async Task The_class_of_a_claim_with_a_volume_stays(string phase, string volume)
    {
        _planning.Tree[File] = Claim("  storageClassName: fast\n");
        _planning.Solve("set-storage-class: {name: standard}");

        Assert.Equal(
            "The class of a claim that has a volume cannot be changed, and data of namespace shop has one; add a claim of the other class beside it, copy the data, and change the claim's name in the workload by hand.",
            await _planning.RefusalAsync(Target("fast", phase, volume)));
    }

    [Fact]
    public async Task A_claim_that_nobody_could_look_at_stays()
    {
        _planning.Tree[File] = Claim("  storageClassName: fast\n");
        _planning.Solve("set-storage-class: {name: standard}");

        Assert.Contains("Whether PersistentVolumeClaim/shop/data has a volume already could not be read", await _planning.RefusalAsync(Target("fast") with { Live = null }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-storage-class: {name: standard0}", "could be standard1 or standard2", "standard1", "standard2")]
    [InlineData("set-storage-class: {name: gold}", "No StorageClass with a name like gold exists, only standard", "standard")]
    [InlineData("set-storage-class: {}", "The StorageClass fast that PersistentVolumeClaim/shop/data names exists", "fast")]
    public async Task A_class_that_could_be_none_or_several_is_refused(string operation, string why, params string[] existing)
    {
        _planning.Tree[File] = Claim("  storageClassName: fast\n");
        _planning.Solve(operation);

        Assert.Contains(why, await _planning.RefusalAsync(Target("fast") with { Existing = Existing(existing) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_of_claims_is_changed_while_none_of_them_has_a_volume()
    {
        _planning.Tree[File] = Set();
        _planning.Solve("set-storage-class: {name: standard}");
        var target = OfSet("Pending");

        var change = await _planning.ChangeAsync(target);

        Assert.Equal(Set().Replace("storageClassName: fsat", "storageClassName: standard", StringComparison.Ordinal), change.After);
        Assert.EndsWith("delete StatefulSet db of namespace shop and its claims data-db-0, which have no volume and so no data, once this is merged, and Argo CD makes it anew)", Assert.Single(change.Edits), StringComparison.Ordinal);
        Assert.Contains("and data-db-0 of namespace shop has one", await _planning.RefusalAsync(OfSet("Bound")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_of_several_templates_is_meant_must_be_clear()
    {
        _planning.Tree[File] = Set();
        _planning.Solve("set-storage-class: {name: standard}");
        Assert.Contains("declares the templates of claims data, logs for StatefulSet/shop/db, and which is meant cannot be told; name one as the runbook's 'template'", await _planning.RefusalAsync(OfSet("Pending") with { Missing = [] }), StringComparison.Ordinal);

        _planning.Solve("set-storage-class: {name: standard, template: logs}");
        Assert.Contains("storageClassName: standard", (await _planning.ChangeAsync(OfSet("Bound") with { Missing = [] })).After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_claims_is_refused()
    {
        _planning.Tree[File] = Planning.Deployment("checkout");
        _planning.Solve("set-storage-class: {name: standard}");

        Assert.Contains("Deployment/shop/checkout is no claim for a volume", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    private static string Claim(string spec) => $"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec:\n{spec}";

    private static string Set() => "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec:\n        storageClassName: fsat\n    - metadata: {name: logs}\n      spec:\n        storageClassName: slow\n";

    private SolutionTarget Target(string? storageClass, string phase = "Pending", string volume = "") =>
        new(new ObjectRef("v1", "PersistentVolumeClaim", "shop", "data"), "argocd/shop", _planning.Source, [])
        {
            Live = JsonSerializer.SerializeToElement(new { spec = new { storageClassName = storageClass, volumeName = volume }, status = new { phase } }),
            Existing = Existing("standard", "other"),
        };

    private SolutionTarget OfSet(string phase) => new(new ObjectRef("apps/v1", "StatefulSet", "shop", "db"), "argocd/shop", _planning.Source, [])
    {
        Missing = ["fsat"],
        Existing = Existing("standard", "slow").Add("PersistentVolumeClaim", ["data-db-0", "data-other-0", "db-0", "data-db-x"]),
        Others = ImmutableDictionary<string, JsonElement>.Empty.Add("PersistentVolumeClaim/shop/data-db-0", JsonSerializer.SerializeToElement(new { spec = new { }, status = new { phase } })),
    };

    private static ImmutableDictionary<string, ImmutableArray<string>> Existing(params string[] classes) =>
        ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("StorageClass", [.. classes]);
}
