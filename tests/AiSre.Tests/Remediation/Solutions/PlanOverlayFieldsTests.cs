using AiSre.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Solutions;

/// <summary>From the operations of a runbook to files, where a base is shared and the application's overlay is its own.</summary>
public sealed class PlanOverlayFieldsTests
{
    private const string Overlay = "apps/checkout/kustomization.yaml";
    private const string Patch = "apps/checkout/memory.yaml";
    private const string NewPatch = "apps/checkout/deployment-checkout.patch.yaml";
    private const string Based = "resources: [../../base]\n";
    private readonly Planning _planning = new();

    public PlanOverlayFieldsTests()
    {
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout") + "          resources: {limits: {memory: 64Mi}}\n";
        _planning.Solve("set-resources: {limits: {memory: 128Mi}}");
    }

    [Fact]
    public async Task A_field_that_the_overlay_patches_is_changed_in_the_patch()
    {
        _planning.Tree[Overlay] = Based + "patches: [{path: memory.yaml}]\n";
        _planning.Tree[Patch] = PatchOf("        - name: app\n          resources: {limits: {memory: 96Mi}}  # more in production\n");

        var change = await _planning.ChangeAsync();

        Assert.Equal(Patch, change.Path);
        Assert.Equal(change.Before.Replace("96Mi", "128Mi", StringComparison.Ordinal), change.After);
    }

    [Theory]
    [InlineData("        - name: app\n          tty: true\n", "        - name: app\n          tty: true\n          resources:\n            limits:\n              memory: 128Mi\n")]
    [InlineData("        - name: proxy\n          image: proxy:1\n", "        - name: proxy\n          image: proxy:1\n        - name: app\n          resources:\n            limits:\n              memory: 128Mi\n")]
    public async Task A_field_of_the_base_is_added_to_the_patch_that_the_overlay_has_for_the_object(string before, string after)
    {
        _planning.Tree[Overlay] = Based + "patchesStrategicMerge: [memory.yaml]\n";
        _planning.Tree[Patch] = PatchOf(before);

        var change = await _planning.ChangeAsync();

        Assert.Equal((Patch, PatchOf(after)), (change.Path, change.After));
    }

    [Fact]
    public async Task A_patch_within_the_kustomization_is_changed_there()
    {
        _planning.Tree[Overlay] = Based + "patches:\n  - target: {kind: Deployment, name: checkout}\n    patch: |\n" + Indented(PatchOf("        - name: app\n          resources:\n            limits:\n              memory: 96Mi\n"));

        var change = await _planning.ChangeAsync();

        Assert.Equal(change.Before.Replace("96Mi", "128Mi", StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task An_operation_of_a_json_patch_gets_the_value()
    {
        _planning.Tree[Overlay] = Based + "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: replace\n      path: /spec/template/spec/containers/0/resources/limits/memory\n      value: 96Mi\n";

        var change = await _planning.ChangeAsync();

        Assert.Equal(change.Before.Replace("96Mi", "128Mi", StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task A_json_patch_that_replaces_more_than_the_field_is_refused()
    {
        _planning.Tree[Overlay] = Based + "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: add\n      path: /spec/template/spec/containers/0/resources\n      value: {limits: {memory: 96Mi}}\n";

        Assert.Contains("resources.requests.memory of Deployment checkout is also changed by the patch patches[0].patch in apps/checkout/kustomization.yaml", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_list_of_patches_a_new_one_is_added_beside_the_kustomization()
    {
        _planning.Tree[Overlay] = "namePrefix: prod-\n" + Based + "patches:\n  - path: service.yaml\n";
        _planning.Tree["apps/checkout/service.yaml"] = "apiVersion: v1\nkind: Service\nmetadata: {name: checkout}\nspec: {type: ClusterIP}\n";
        _planning.Solve("set-resources: {limits: {memory: 128Mi}}", "set-environment: {name: LEVEL, value: debug}");

        var changes = await _planning.ChangesAsync(_planning.Target("prod-checkout"));

        Assert.Equal([NewPatch, Overlay], changes.Select(change => change.Path));
        Assert.Equal(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: checkout\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n        resources:\n          limits:\n            memory: 128Mi\n        env:\n        - name: LEVEL\n          value: debug\n",
            changes[0].After);
        Assert.Equal("", changes[0].Before);
        Assert.Equal(changes[1].Before + "  - path: deployment-checkout.patch.yaml\n", changes[1].After);
    }

    [Fact]
    public async Task Without_patches_the_places_that_could_be_meant_are_named()
    {
        _planning.Tree[Overlay] = Based;

        Assert.Equal(
            "The field spec.template.spec.containers[app].resources.limits.memory of Deployment checkout stands in base/deployment.yaml, which lies outside apps/checkout and is shared, and the application has no patches of its own; change it in base/deployment.yaml for all who use it, or give apps/checkout/kustomization.yaml a 'patches' list for this one.",
            await _planning.RefusalAsync());
    }

    [Fact]
    public async Task A_patch_for_several_objects_is_left_alone()
    {
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml, cart.yaml]\n";
        _planning.Tree["base/cart.yaml"] = Planning.Deployment("cart");
        _planning.Tree[Overlay] = Based + "patches:\n- target: {kind: Deployment}\n  path: memory.yaml\n";
        _planning.Tree[Patch] = PatchOf("        - name: app\n          tty: true\n");

        Assert.Equal([NewPatch, Overlay], (await _planning.ChangesAsync()).Select(change => change.Path));
        _planning.Tree[Patch] = PatchOf("        - name: app\n          resources: {limits: {memory: 96Mi}}\n");
        Assert.Contains("is set by the patch apps/checkout/memory.yaml, which is for 2 objects", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicas:\n- name: checkout\n  count: 2 # for now\n", "replicas:\n- name: checkout\n  count: 4 # for now\n")]
    [InlineData("replicas:\n- name: cart\n  count: 2\n", "replicas:\n- name: cart\n  count: 2\n- name: checkout\n  count: 4\n")]
    [InlineData("", "replicas:\n- name: checkout\n  count: 4\n")]
    public async Task Replicas_of_a_shared_base_are_an_entry_of_the_overlay(string before, string after)
    {
        _planning.Tree[Overlay] = Based + before;
        _planning.Solve("scale: {replicas: 4}");

        var change = await _planning.ChangeAsync();

        Assert.Equal((Overlay, Based + after), (change.Path, change.After));
        _planning.Tree[Overlay] = change.After;
        Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync());
    }

    [Theory]
    [InlineData("", "set-image: {tag: '1.10'}", "images:\n- name: registry-a.example/shop/checkout\n  newTag: \"1.10\"\n")]
    [InlineData("images:\n- name: registry-a.example/shop/checkout\n  newTag: 1.4.3\n", "set-image: {tag: 1.5.0}", "images:\n- name: registry-a.example/shop/checkout\n  newTag: 1.5.0\n")]
    [InlineData("images:\n- name: registry-a.example/shop/checkout\n  digest: sha256:00000000000000000000000000000000000000000000000000000000000000ff\n", "set-image: {tag: 1.5.0}", "images:\n- name: registry-a.example/shop/checkout\n  newTag: 1.5.0\n")]
    public async Task A_tag_is_set_in_the_overlays_images(string before, string operation, string after)
    {
        _planning.Tree[Overlay] = Based + before;
        _planning.Solve(operation);
        var live = before.Contains("1.4.3", StringComparison.Ordinal) ? "registry-a.example/shop/checkout:1.4.3"
            : before.Contains("digest", StringComparison.Ordinal) ? "registry-a.example/shop/checkout@sha256:00000000000000000000000000000000000000000000000000000000000000ff"
            : Planning.Image;

        var change = await _planning.ChangeAsync(_planning.Target("checkout", ("app", live)));

        Assert.Equal((Overlay, Based + after), (change.Path, change.After));
    }

    [Fact]
    public async Task A_list_of_the_base_that_a_patch_would_replace_is_refused()
    {
        _planning.Tree["base/deployment.yaml"] += "      tolerations: [{key: spot, operator: Exists}]\n";
        _planning.Tree[Overlay] = Based + "patches: [{path: memory.yaml}]\n";
        _planning.Tree[Patch] = PatchOf("        - name: app\n          tty: true\n");
        _planning.Solve("add-toleration: {key: gpu}");

        Assert.Contains("a patch would replace the whole list", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_of_the_base_is_not_removed()
    {
        _planning.Tree[Overlay] = Based + "patches: [{path: memory.yaml}]\n";
        _planning.Tree[Patch] = PatchOf("        - name: app\n          resources: {limits: {memory: 96Mi}}\n");
        _planning.Solve("remove-field: {path: 'spec.template.spec.containers[app].resources'}");

        Assert.Contains("stands in base/deployment.yaml and the patch apps/checkout/memory.yaml", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    private static string PatchOf(string containers) =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: checkout\nspec:\n  template:\n    spec:\n      containers:\n" + containers;

    private static string Indented(string text) => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"      {line}\n"));
}
