using AiSre.Clusters.History;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Origins;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Origins;

/// <summary>Which file and line of two commits changed a field of a live object.</summary>
public sealed class FieldLocatorTests
{
    private const string Memory = "spec.template.spec.containers[app].resources.limits.memory";
    private const string Image = "spec.template.spec.containers[app].image";

    private static readonly ObjectRef Live = new("apps/v1", "Deployment", "shop", "checkout");

    private readonly MemoryTree _from = new();
    private readonly MemoryTree _to = new();

    [Theory]
    [InlineData("plain manifest", "app.yaml", 20, Memory, "256Mi", "16Mi")]
    [InlineData("a variable", "app.yaml", 17, "spec.template.spec.containers[app].env[MODE].value", "slow", "fast")]
    [InlineData("a port by its number", "app.yaml", 23, "spec.template.spec.containers[app].ports[8080].name", "web", "http")]
    [InlineData("an annotation with dots", "app.yaml", 6, "metadata.annotations[example.com/team]", "a", "b")]
    public async Task In_plain_manifests_it_is_the_document_that_names_the_object(string why, string file, int line, string field, string before, string after)
    {
        _from[$"apps/{file}"] = Manifest("slow", "256Mi", "web", "a");
        _to[$"apps/{file}"] = Manifest(
            field.Contains("MODE", StringComparison.Ordinal) ? "fast" : "slow", field == Memory ? "16Mi" : "256Mi",
            field.Contains("ports", StringComparison.Ordinal) ? "http" : "web", field.Contains("team", StringComparison.Ordinal) ? "b" : "a");
        Put("apps/other.yaml", Manifest("slow", "16Mi", "http", "b").Replace("checkout", "cart", StringComparison.Ordinal));

        Assert.Equal(($"apps/{file}", line), await FindAsync(field, before, after));
        Assert.NotEmpty(why);
    }

    [Fact]
    public async Task The_API_server_writes_quantities_its_own_way_and_the_line_is_found_all_the_same()
    {
        _from["apps/app.yaml"] = Manifest("slow", "1024Mi", "web", "a");
        _to["apps/app.yaml"] = Manifest("slow", "0.5Gi", "web", "a");

        Assert.Equal(("apps/app.yaml", 20), await FindAsync(Memory, "1Gi", "512Mi"));
    }

    [Fact]
    public async Task In_a_file_of_several_documents_it_is_the_right_one()
    {
        var cart = Manifest("slow", "1Mi", "web", "a").Replace("checkout", "cart", StringComparison.Ordinal);
        _from["apps/all.yaml"] = cart + "---\n" + Manifest("slow", "256Mi", "web", "a");
        _to["apps/all.yaml"] = cart.Replace("1Mi", "16Mi", StringComparison.Ordinal) + "---\n" + Manifest("slow", "16Mi", "web", "a");

        Assert.Equal(("apps/all.yaml", 45), await FindAsync(Memory, "256Mi", "16Mi"));
    }

    [Fact]
    public async Task A_patch_of_a_kustomization_counts_before_what_it_patches()
    {
        Put("base/kustomization.yaml", "resources: [app.yaml]\n");
        _from["base/app.yaml"] = Manifest("slow", "256Mi", "web", "a");
        _to["base/app.yaml"] = Manifest("slow", "255Mi", "web", "a");
        Put("apps/kustomization.yaml", "resources: [../base]\nnamePrefix: \"\"\npatches:\n- path: memory.yaml\n");
        _from["apps/memory.yaml"] = Patch("256Mi");
        _to["apps/memory.yaml"] = Patch("16Mi");

        Assert.Equal(("apps/memory.yaml", 12), await FindAsync(Memory, "256Mi", "16Mi"));
    }

    [Theory]
    [InlineData("images:\n- name: r/app\n  newTag: \"1\"\n", "images:\n- name: r/app\n  newTag: \"2\"\n", Image, "r/app:1", "r/app:2", 4)]
    [InlineData("images:\n- name: r/app\n  newName: r/app\n", "images:\n- name: r/app\n  newName: s/app\n", Image, "r/app:1", "s/app:1", 4)]
    [InlineData("replicas:\n- name: checkout\n  count: 2\n", "replicas:\n- name: checkout\n  count: 0\n", "spec.replicas", "2", "0", 4)]
    [InlineData("patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: replace\n      path: /spec/x\n      value: 64Mi\n",
        "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: replace\n      path: /spec/x\n      value: 16Mi\n", Memory, "64Mi", "16Mi", 7)]
    public async Task What_a_kustomization_sets_itself_is_found_by_its_line(string old, string now, string field, string before, string after, int line)
    {
        Put("base/kustomization.yaml", "resources: [app.yaml]\n");
        Put("base/app.yaml", Manifest("slow", "256Mi", "web", "a"));
        _from["apps/kustomization.yaml"] = "resources: [../base]\n" + old;
        _to["apps/kustomization.yaml"] = "resources: [../base]\n" + now;

        Assert.Equal(("apps/kustomization.yaml", line), await FindAsync(field, before, after));
    }

    [Fact]
    public async Task The_values_of_a_chart_are_found_by_their_line()
    {
        Put("apps/Chart.yaml", "name: shop\n");
        Put("apps/templates/app.yaml", "image: {{ .Values.image.repository }}:{{ .Values.image.tag }}\n");
        _from["apps/values.yaml"] = "image:\n  repository: r/app\n  tag: 1.0.0\nreplicas: 2\n";
        _to["apps/values.yaml"] = "image:\n  repository: r/app\n  tag: 1.1.0\nreplicas: 3\n";

        Assert.Equal(("apps/values.yaml", 3), await FindAsync(Image, "r/app:1.0.0", "r/app:1.1.0"));
    }

    [Fact]
    public async Task The_values_of_a_chart_may_lie_in_another_source()
    {
        var chart = new ApplicationSource { RepoUrl = "https://charts.example", Chart = "shop", Helm = new HelmSource { ValueFiles = ["$values/env/prod.yaml"] } };
        var values = new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", RefName = "values" };
        _from["env/prod.yaml"] = "tag: 1.0.0\n";
        _to["env/prod.yaml"] = "tag: 1.1.0\n";
        _to["env/test.yaml"] = "tag: 1.1.0\n";

        Assert.Equal(("env/prod.yaml", 1), await FindAsync(Image, "r/app:1.0.0", "r/app:1.1.0", values, [chart, values]));
    }

    [Fact]
    public async Task What_a_commit_took_away_has_a_file_and_no_line()
    {
        _from["apps/app.yaml"] = Manifest("slow", "256Mi", "web", "a");
        _to["apps/app.yaml"] = string.Join('\n', Manifest("slow", "256Mi", "web", "a").Split('\n').Where(line => !line.Contains("memory", StringComparison.Ordinal)));

        Assert.Equal(("apps/app.yaml", (int?)null), await FindAsync(Memory, "256Mi", null));
    }

    [Theory]
    [InlineData("the value is on two lines", "a: {tag: 1.1.0}\nb: {tag: 1.1.0}\n")]
    [InlineData("the value is part of another", "tag: 1.1.0-rc1\n")]
    [InlineData("it is a comment", "# tag: 1.1.0\n")]
    public async Task Where_it_cannot_be_told_no_line_is_named(string why, string values)
    {
        Put("apps/Chart.yaml", "name: shop\n");
        _from["apps/values.yaml"] = "tag: 1.0.0\n";
        _to["apps/values.yaml"] = values;

        Assert.Null(await FindAsync(Image, "r/app:1.0.0", "r/app:1.1.0"));
        Assert.NotEmpty(why);
    }

    [Fact]
    public async Task What_did_not_change_in_Git_has_no_place()
    {
        Put("apps/app.yaml", Manifest("slow", "256Mi", "web", "a"));

        Assert.Null(await FindAsync(Memory, "256Mi", "16Mi"));
    }

    private void Put(string path, string text) => (_from[path], _to[path]) = (text, text);

    private async Task<(string File, int? Line)?> FindAsync(
        string field, string? before, string? after, ApplicationSource? source = null, IReadOnlyList<ApplicationSource>? all = null)
    {
        source ??= new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", Path = "apps" };
        var locator = await FieldLocator.ReadAsync("argocd/shop", source, all ?? [source], _from, _to, TestContext.Current.CancellationToken);
        return locator.Find(Live, new FieldChange(field, before, after)) is { } found ? (found.File, found.Read(_to[found.File]).Line) : null;
    }

    private static string Manifest(string mode, string memory, string port, string team) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: checkout
          annotations:
            example.com/team: {{team}}
        spec:
          replicas: 2
          template:
            spec:
              containers:
                - name: side
                  image: side:1
                - name: app
                  env:
                    - name: MODE
                      value: {{mode}}
                  resources:
                    limits:
                      memory: {{memory}}
                  ports:
                    - containerPort: 8080
                      name: {{port}}
                  image: r/app:1

        """.ReplaceLineEndings("\n");

    private static string Patch(string memory) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: checkout
        spec:
          template:
            spec:
              containers:
                - name: app
                  resources:
                    limits:
                      memory: {{memory}}

        """.ReplaceLineEndings("\n");
}
