using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks.Operations;

namespace AiSre.Tests.Remediation.Solutions;

public sealed class PlanPlainManifestsTests
{
    private readonly Planning _planning = new();

    [Fact]
    public async Task The_image_is_changed_where_it_stands_and_nothing_else()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/service.yaml"] = "apiVersion: v1\nkind: Service\nmetadata: {name: checkout}\n";

        var change = await _planning.ChangeAsync();

        Assert.Equal("apps/checkout/deployment.yaml", change.Path);
        Assert.Equal(Planning.Deployment("checkout"), change.Before);
        Assert.Equal(Planning.Deployment("checkout", Planning.Fixed), change.After);
        Assert.Equal([$"apps/checkout/deployment.yaml: spec.template.spec.containers[0].image: {Planning.Image} → {Planning.Fixed}"], change.Edits);
    }

    [Fact]
    public async Task Json_manifests_and_lists_are_changed_too()
    {
        _planning.Tree["apps/checkout/all.json"] = """
            {
            	"apiVersion": "v1", "kind": "List",
            	"items": [
            		{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "checkout"}},
            		{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "checkout", "namespace": "shop"},
            		 "spec": {"template": {"spec": {"containers": [{"name": "app", "image": "IMAGE"}]}}}}
            	]
            }
            """.Replace("IMAGE", Planning.Image, StringComparison.Ordinal);

        var change = await _planning.ChangeAsync();

        Assert.Equal(change.Before.Replace(Planning.Image, Planning.Fixed, StringComparison.Ordinal), change.After);
        Assert.Contains("items[1].spec.template", change.Edits.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_targets_in_one_file_become_one_change()
    {
        _planning.Tree["apps/checkout/all.yaml"] =
            $"{Planning.Deployment("checkout")}---\n{Planning.Deployment("cart", "registry-a.example:5000/cart:1")}---\n{Planning.Deployment("payment", "registry-a.example/payment")}";

        var change = await _planning.ChangeAsync(_planning.Target(), _planning.Target("payment", ("app", "registry-a.example/payment")));

        Assert.Equal(
            $"{Planning.Deployment("checkout", Planning.Fixed)}---\n{Planning.Deployment("cart", "registry-a.example:5000/cart:1")}---\n{Planning.Deployment("payment", "registry-b.example/payment")}",
            change.After);
        Assert.Equal(2, change.Edits.Length);
        Assert.Contains("image (document 3): registry-a.example/payment → registry-b.example/payment", change.Edits[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_containers_are_changed_and_other_registries_stay()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: checkout}
            spec:
              template:
                spec:
                  initContainers: [{name: migrate, image: registry-a.example/migrate@sha256:9b7cc10421e5e1b1d5f1fbd7ad4b3dc4c5d6c2b45f6e5d4c3b2a190807060504}]
                  containers:
                  - {image: "nginx:1", name: proxy}

            """;

        var change = await _planning.ChangeAsync(_planning.Target("checkout", ("migrate", "registry-a.example/migrate@sha256:9b7cc10421e5e1b1d5f1fbd7ad4b3dc4c5d6c2b45f6e5d4c3b2a190807060504"), ("proxy", "nginx:1")));

        Assert.Equal(change.Before.Replace("registry-a", "registry-b", StringComparison.Ordinal), change.After);
    }

    [Fact]
    public async Task The_default_registry_is_overridden_for_images_that_name_none()
    {
        _planning.Solution = new([new OverrideImageRegistry("docker.io", "mirror.example/hub")]);
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", "nginx:1.25");

        var change = await _planning.ChangeAsync(_planning.Target("checkout", ("app", "nginx:1.25")));

        Assert.Equal(Planning.Deployment("checkout", "mirror.example/hub/library/nginx:1.25"), change.After);
    }

    [Fact]
    public async Task Folders_below_are_read_only_when_the_application_says_so()
    {
        _planning.Tree["apps/checkout/service.yaml"] = "apiVersion: v1\nkind: Service\nmetadata: {name: checkout}\n";
        _planning.Tree["apps/checkout/base/deployment.yml"] = Planning.Deployment("checkout");

        Assert.StartsWith("Deployment/shop/checkout is not among the 1 objects that argocd/shop declares in apps/checkout at commit 0123456;", await _planning.RefusalAsync(), StringComparison.Ordinal);

        _planning.Source = _planning.Source with { Directory = new DirectorySource { Recurse = true } };
        Assert.Equal("apps/checkout/base/deployment.yml", (await _planning.ChangeAsync()).Path);
    }

    [Theory]
    [InlineData("", "*.bak.yaml")]
    [InlineData("{deployment.yaml,base/*}", "")]
    [InlineData("*deployment.y?ml", "base/[a-c]*")]
    public async Task Included_and_excluded_files_are_those_that_argo_cd_takes(string include, string exclude)
    {
        _planning.Source = _planning.Source with { Directory = new DirectorySource { Recurse = true, Include = include, Exclude = exclude } };
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/old/deployment.bak.yaml"] = Planning.Deployment("checkout");

        Assert.Equal("apps/checkout/deployment.yaml", (await _planning.ChangeAsync()).Path);
        Assert.DoesNotContain("apps/checkout/old/deployment.bak.yaml", _planning.Tree.Read);
    }

    [Fact]
    public async Task The_manifest_of_another_namespace_is_another_object()
    {
        _planning.Tree["apps/checkout/a.yaml"] = Planning.Deployment("checkout", space: "shop");
        _planning.Tree["apps/checkout/b.yaml"] = Planning.Deployment("checkout", space: "staging");

        Assert.Equal("apps/checkout/a.yaml", (await _planning.ChangeAsync()).Path);
    }

    [Fact]
    public async Task What_git_says_already_is_nothing_to_change()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", Planning.Fixed);

        var nothing = Assert.IsType<SolutionPlan.NothingToChange>(await _planning.PlanAsync());

        Assert.Equal(
            $"Already fixed on the branch: apps/checkout/deployment.yaml gives Deployment/shop/checkout the image {Planning.Fixed} at commit 0123456; sync argocd/shop so that the cluster follows.",
            nothing.Sentence);
    }

    [Fact]
    public async Task Two_files_that_define_the_object_are_both_named()
    {
        _planning.Tree["apps/checkout/a.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/b.yaml"] = Planning.Deployment("checkout", space: "shop");

        Assert.StartsWith("Deployment/shop/checkout is defined 2 times, in apps/checkout/a.yaml, apps/checkout/b.yaml;", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_parse_is_named_with_its_line()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/broken.yaml"] = "a: b\nc: [\n";

        Assert.StartsWith("apps/checkout/broken.yaml cannot be edited at commit 0123456 because line 2 is not valid YAML", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_is_refused_and_both_values_are_named()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout", "registry-a.example/shop/checkout:1.4.3");

        Assert.StartsWith(
            $"The container app of Deployment/shop/checkout runs {Planning.Image}, but apps/checkout/deployment.yaml at commit 0123456 says registry-a.example/shop/checkout:1.4.3;",
            await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_an_anchor_that_is_used_elsewhere_is_refused()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] =
            Planning.Deployment("checkout", $"&image {Planning.Image}") + "            - {name: twin, image: *image}\n".Replace("            ", "        ", StringComparison.Ordinal);

        var refusal = await _planning.RefusalAsync();

        Assert.Contains("apps/checkout/deployment.yaml was not changed because the value in line 10 is anchored as &image and used again in line 11", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apps/none", "reads apps/none, which is not in the repository")]
    [InlineData("docs", "There are no manifests in docs")]
    [InlineData("../other", "leads out of the repository")]
    public async Task A_path_without_manifests_is_refused(string path, string expected)
    {
        _planning.Source = _planning.Source with { Path = path };
        _planning.Tree["docs/README.md"] = "# Shop";

        Assert.Contains(expected, await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./apps/checkout/")]
    [InlineData("apps//checkout/../checkout")]
    public async Task A_path_is_read_however_it_is_spelled(string path)
    {
        _planning.Source = _planning.Source with { Path = path };
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");

        Assert.Equal("apps/checkout/deployment.yaml", (await _planning.ChangeAsync()).Path);
    }

    [Fact]
    public async Task Plugins_are_not_followed()
    {
        _planning.Tree["apps/checkout/Chart.yaml"] = "name: checkout";
        _planning.Source = _planning.Source with { Plugin = new PluginSource { Name = "cdk8s" } };
        Assert.Contains("rendered by a plugin", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_of_other_registries_only_refuse_the_solution()
    {
        var refusal = await _planning.RefusalAsync(_planning.Target("checkout", ("app", "nginx:1")));

        Assert.StartsWith("None of the containers of Deployment/shop/checkout has an image that the solution is about (override the image registry registry-a.example with registry-b.example);", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_git_does_not_know_is_refused()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");

        Assert.StartsWith("The container sidecar of Deployment/shop/checkout is not in apps/checkout/deployment.yaml", await _planning.RefusalAsync(_planning.Target("checkout", ("app", Planning.Image), ("sidecar", "registry-a.example/proxy:1"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_of_two_repositories_are_refused()
    {
        _planning.Tree["apps/checkout/all.yaml"] = $"{Planning.Deployment("checkout")}---\n{Planning.Deployment("cart")}";
        var other = _planning.Target("cart") with { Application = "argocd/cart", Source = _planning.Source with { RepoUrl = "https://github.example/cart/deploy" } };
        _planning.Trees["https://github.example/cart/deploy"]["apps/checkout/cart.yaml"] = Planning.Deployment("cart");

        Assert.Equal(
            "What has to change is in 2 places (https://github.example/shop/deploy at main, https://github.example/cart/deploy at main), and one proposal changes one; make the changes by hand.",
            await _planning.RefusalAsync(_planning.Target(), other));
    }

    [Fact]
    public async Task A_commit_that_an_application_follows_cannot_be_changed()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Source = _planning.Source with { TargetRevision = new string('a', 40) };

        Assert.Equal(
            "argocd/shop follows the commit 0123456 of https://github.example/shop/deploy, which no pull request changes; let it follow a branch.",
            await _planning.RefusalAsync());
    }

    [Fact]
    public async Task A_huge_file_is_refused_unread()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = Planning.Deployment("checkout");
        _planning.Tree["apps/checkout/huge.yaml"] = "a: b";
        _planning.Tree.Sizes["apps/checkout/huge.yaml"] = 100L * 1024 * 1024;

        Assert.StartsWith("apps/checkout/huge.yaml has 102400 KB", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(_planning.Tree.Read);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        _planning.Tree["apps/checkout/deep.yaml"] = new string('[', 100_000);

        Assert.Contains("nested more than", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_line_ends_and_a_byte_order_mark_stay()
    {
        _planning.Tree["apps/checkout/deployment.yaml"] = "\uFEFF" + Planning.Deployment("checkout").ReplaceLineEndings("\r\n");

        Assert.Equal("\uFEFF" + Planning.Deployment("checkout", Planning.Fixed).ReplaceLineEndings("\r\n"), (await _planning.ChangeAsync()).After);
    }
}
