using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Solutions;

public sealed class PlanKustomizationsTests
{
    private const string Overlay = "apps/checkout/kustomization.yaml";
    private readonly Planning _planning = new();

    [Fact]
    public async Task A_manifest_in_the_applications_own_folder_is_edited_there()
    {
        _planning.Tree[Overlay] = "resources:\n- deployment.yaml\n- more\n";
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/more/kustomization.yml"] = "resources: [cart.yaml]\n";
        _planning.Tree["apps/checkout/more/cart.yaml"] = Planning.Deployment("cart");

        var changes = await _planning.ChangesAsync(_planning.Target(), _planning.Target("cart"));

        Assert.Equal(["apps/checkout/deployment.yaml", "apps/checkout/more/cart.yaml"], changes.Select(change => change.Path));
    }

    [Fact]
    public async Task An_image_of_a_shared_base_gets_an_entry_in_the_overlay()
    {
        _planning.Tree[Overlay] = "# production\nresources:\n  - ../../base\nnamespace: shop\n";
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout", space: "default");

        var change = await _planning.ChangeAsync();

        Assert.Equal(Overlay, change.Path);
        Assert.Equal(
            "# production\nresources:\n  - ../../base\nnamespace: shop\nimages:\n  - name: registry-a.example/shop/checkout\n    newName: registry-b.example/shop/checkout\n",
            change.After);
        Assert.Equal([$"{Overlay}: images: registry-a.example/shop/checkout → registry-b.example/shop/checkout"], change.Edits);
    }

    [Theory]
    [InlineData("images:\n- name: nginx\n  newTag: '1'\n", "images:\n- name: nginx\n  newTag: '1'\n- name: registry-a.example/shop/checkout\n  newName: registry-b.example/shop/checkout\n")]
    [InlineData("images: []\n", "images: [{name: registry-a.example/shop/checkout, newName: registry-b.example/shop/checkout}]\n")]
    [InlineData("images:  # none yet\nnamePrefix: ''\n", "images:  # none yet\n- name: registry-a.example/shop/checkout\n  newName: registry-b.example/shop/checkout\nnamePrefix: ''\n")]
    [InlineData("images: [{name: nginx, newTag: '1'}]", "images: [{name: nginx, newTag: '1'}, {name: registry-a.example/shop/checkout, newName: registry-b.example/shop/checkout}]")]
    public async Task The_entry_is_laid_out_like_the_others(string images, string expected)
    {
        _planning.Tree[Overlay] = "resources:\n- ../../base\n" + images;
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout");

        Assert.Equal("resources:\n- ../../base\n" + expected, (await _planning.ChangeAsync()).After);
    }

    [Fact]
    public async Task An_entry_that_renames_the_image_already_gets_the_new_name()
    {
        _planning.Tree[Overlay] = "resources: [../../base]\nimages:\n- newName: \"registry-a.example/shop/checkout\"\n  name: checkout\n  newTag: 1.4.2 # by CI\n";
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout", "checkout");

        var change = await _planning.ChangeAsync();

        Assert.Equal(change.Before.Replace("registry-a", "registry-b", StringComparison.Ordinal), change.After);
        Assert.Equal([$"{Overlay}: images[0].newName: registry-a.example/shop/checkout → registry-b.example/shop/checkout"], change.Edits);
    }

    [Fact]
    public async Task An_entry_that_only_sets_the_tag_gets_a_new_name_beside_it()
    {
        _planning.Tree[Overlay] = "resources: [deployment.yaml]\nimages:\n    -   name: registry-a.example/shop/checkout\n        newTag: 1.4.2 # by CI\n# the end\n";
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", "registry-a.example/shop/checkout:latest");

        var change = await _planning.ChangeAsync();

        Assert.Equal(Overlay, change.Path);
        Assert.Equal(change.Before.Replace("# by CI\n", "# by CI\n        newName: registry-b.example/shop/checkout\n", StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task Two_containers_of_one_image_share_one_entry_and_a_bystander_is_named()
    {
        _planning.Tree[Overlay] = "resources: [../../base]\n";
        _planning.Tree["base/kustomization.yaml"] = "resources: [all.yaml]\n";
        _planning.Tree["base/all.yaml"] = $"{Planning.Deployment("checkout")}---\n{Planning.Deployment("cart")}---\n{Planning.Deployment("worker", "registry-a.example/shop/checkout:2")}";

        var change = await _planning.ChangeAsync(_planning.Target(), _planning.Target("cart"));

        Assert.Equal(
            "resources: [../../base]\nimages:\n- name: registry-a.example/shop/checkout\n  newName: registry-b.example/shop/checkout\n", change.After);
        Assert.Equal(
            [
                $"{Overlay}: images: registry-a.example/shop/checkout → registry-b.example/shop/checkout",
                $"{Overlay}: also Deployment worker, container app: registry-a.example/shop/checkout:2 → registry-b.example/shop/checkout:2",
            ],
            change.Edits);
    }

    [Fact]
    public async Task Prefix_suffix_and_namespace_lead_back_to_the_declared_name()
    {
        _planning.Tree[Overlay] = "namePrefix: prod-\nnamespace: shop\nresources: [deployment.yaml]\n";
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", space: "default");
        _planning.Source = _planning.Source with { Kustomize = new KustomizeSource { NameSuffix = "-v2" } };

        Assert.Equal("apps/checkout/deployment.yaml", (await _planning.ChangeAsync(_planning.Target("prod-checkout-v2"))).Path);
    }

    [Fact]
    public async Task A_patch_that_sets_the_image_is_edited()
    {
        _planning.Tree[Overlay] = "resources: [../../base]\npatches:\n- path: image.yaml\n";
        _planning.Tree["apps/checkout/image.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout", "checkout:none");

        Assert.Equal("apps/checkout/image.yaml", (await _planning.ChangeAsync()).Path);
    }

    [Fact]
    public async Task An_inline_patch_is_edited_in_its_place()
    {
        _planning.Tree[Overlay] = $"""
            resources: [../../base]
            patches:
              - target: {"{"}kind: Deployment, name: check.*{"}"}
                patch: |-
                  - op: replace  # the mirror
                    path: /spec/template/spec/containers/0/image
                    value: {Planning.Image}
            images: []

            """;
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout", "checkout:none");

        var change = await _planning.ChangeAsync();

        Assert.Equal(change.Before.Replace(Planning.Image, Planning.Fixed, StringComparison.Ordinal), change.After);
        Assert.Equal([$"{Overlay}: [0].value of the patch at patches[0].patch: {Planning.Image} → {Planning.Fixed}"], change.Edits);
    }

    [Fact]
    public async Task A_component_outside_the_application_is_shared_too()
    {
        _planning.Tree[Overlay] = "resources: [../../base]\ncomponents: [../../components/registry]\n";
        _planning.Tree["components/registry/kustomization.yaml"] = "kind: Component\nimages:\n- {name: checkout, newName: registry-a.example/shop/checkout}\n";
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout", "checkout:1.4.2");

        var change = await _planning.ChangeAsync();

        Assert.Equal(Overlay, change.Path);
        Assert.EndsWith("images:\n- name: registry-a.example/shop/checkout\n  newName: registry-b.example/shop/checkout\n", change.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlay_that_says_it_already_is_nothing_to_change()
    {
        _planning.Tree[Overlay] = "resources: [../../base]\nimages: [{name: registry-a.example/shop/checkout, newName: registry-b.example/shop/checkout}]\n";
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout");

        Assert.Contains(Overlay, Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_an_application_sets_which_is_not_in_git_is_refused()
    {
        _planning.Tree[Overlay] = "resources: [deployment.yaml]\n";
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Source = _planning.Source with { Kustomize = new KustomizeSource { Images = ["registry-a.example/shop/checkout:1.4.2"] } };

        Assert.Equal(
            "spec.source.kustomize.images[0] is set by the application argocd/shop itself, and no application declares argocd/shop in Git; change it there by hand.",
            await _planning.RefusalAsync());
    }

    [Theory]
    [InlineData("resources: [../../../etc]\n", "lies outside the repository")]
    [InlineData("resources: [gone.yaml]\n", "names gone.yaml, which is not in the repository")]
    [InlineData("resources: [.]\n", "leads back to itself through apps/checkout/kustomization.yaml")]
    [InlineData("resources: [../../docs]\n", "names docs, which has no kustomization file")]
    [InlineData("- a\n", "is not one mapping of keys and values")]
    [InlineData("resources: [a.yaml]\npatches: [{path: gone.yaml}]\n", "names the patch gone.yaml")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: 'a: ['}]\n", "has a patch at patches[0].patch in which line 1")]
    [InlineData("resources: ['https://github.example/shop/base?ref=v1', a.yaml]\n", "(https://github.example/shop/base?ref=v1 in apps/checkout/kustomization.yaml was not read)")]
    [InlineData("resources: [a.yaml]\nhelmCharts: [{name: checkout}]\n", "(helmCharts in apps/checkout/kustomization.yaml was not read)")]
    [InlineData("resources: [a.yaml, b.yaml]\n", "is defined 2 times, in apps/checkout/a.yaml, apps/checkout/b.yaml", "checkout")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: Deployment, labelSelector: a=b}, path: b.yaml}]\n", "chooses its objects by labels", "checkout")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: Deployment}, patch: '[{op: remove, path: /spec/template/spec/containers/1}]'}]\n", "whole containers", "checkout")]
    public async Task What_cannot_be_followed_is_refused_with_the_file(string kustomization, string expected, string name = "other")
    {
        _planning.Tree[Overlay] = kustomization;
        _planning.Tree["apps/checkout/a.yaml"] = Planning.Deployment(name);
        _planning.Tree["apps/checkout/b.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["docs/README.md"] = "";

        Assert.Contains(expected, await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_kustomization_files_are_refused()
    {
        _planning.Tree[Overlay] = "resources: [a.yaml]\n";
        _planning.Tree["apps/checkout/a.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/Kustomization"] = "resources: [a.yaml]\n";

        Assert.Contains("has 2 kustomization files", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_a_build_writes_into_an_entry_is_changed_there()
    {
        _planning.Tree[Overlay] = "resources: [../../base]\nimages:\n- name: checkout\n  newName: registry-a.example/shop/checkout\n  newTag: \"1.4.2\" # {\"by\": \"ci\"}\n";
        _planning.Tree["base/kustomization.yaml"] = "resources: [deployment.yaml]\n";
        _planning.Tree["base/deployment.yaml"] = Planning.Deployment("checkout", "checkout");
        _planning.Solve("set-image: {tag: 1.4.1}");

        var change = await _planning.ChangeAsync();

        Assert.Equal((Overlay, change.Before.Replace("\"1.4.2\"", "\"1.4.1\"", StringComparison.Ordinal)), (change.Path, change.After));
    }
}
