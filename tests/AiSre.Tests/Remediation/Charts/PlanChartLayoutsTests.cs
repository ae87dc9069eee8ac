namespace AiSre.Tests.Remediation.Charts;

/// <summary>Charts are laid out in many ways: helpers that put images together, global values, charts within charts, libraries.</summary>
public sealed class PlanChartLayoutsTests
{
    private const string Mirror = "override-image-registry: {from: registry-a.example, to: registry-b.example}";
    private readonly ChartFixture _chart = new();

    [Fact]
    public async Task A_helper_puts_the_image_together_from_registry_repository_tag_and_digest()
    {
        _chart.Tree[$"{ChartFixture.Folder}/templates/_images.tpl"] = """
            {{- define "lib.image" -}}
            {{- $registry := .image.registry -}}
            {{- if .global }}{{ if .global.imageRegistry }}{{ $registry = .global.imageRegistry }}{{ end }}{{ end -}}
            {{- $separator := ":" -}}{{- $end := .image.tag | toString -}}
            {{- if .image.digest }}{{ $separator = "@" }}{{ $end = .image.digest | toString }}{{ end -}}
            {{- if $registry }}{{ printf "%s/%s%s%s" $registry .image.repository $separator $end }}{{ else }}{{ printf "%s%s%s" .image.repository $separator $end }}{{ end -}}
            {{- end -}}
            {{- define "shop.image" -}}{{ include "lib.image" (dict "image" .Values.image "global" .Values.global) }}{{- end -}}

            """;
        Image("{{ include \"shop.image\" . }}", "image:\n  registry: registry-a.example\n  repository: shop/checkout\n  tag: 1.4.2\n  digest: \"\"\n");

        var change = await _chart.SolveAsync(Mirror);
        Assert.Equal([$"{ChartFixture.Values}: image.registry: registry-a.example → registry-b.example"], change.Edits);

        change = await _chart.SolveAsync("set-image: {tag: 1.4.1}");
        Assert.Equal([$"{ChartFixture.Values}: image.tag: 1.4.2 → 1.4.1"], change.Edits);

        var digest = $"sha256:{new string('a', 64)}";
        change = await _chart.SolveAsync($"set-image: {{digest: '{digest}'}}");
        Assert.Equal([$"{ChartFixture.Values}: image.digest:  → {digest}"], change.Edits);
    }

    [Fact]
    public async Task A_registry_that_is_global_is_set_there_where_nothing_else_uses_it()
    {
        Image("{{ .Values.global.registry }}/shop/checkout:{{ .Values.tag }}", "global: {registry: registry-a.example}\ntag: 1.4.2\n");
        Assert.Equal([$"{ChartFixture.Values}: global.registry: registry-a.example → registry-b.example"], (await _chart.SolveAsync(Mirror)).Edits);

        _chart.Tree[$"{ChartFixture.Folder}/templates/job.yaml"] = Job("{{ .Values.global.registry }}/tools/migrate:1");
        Assert.Contains(await Lines(Mirror), line => line.EndsWith("also Job migrate, container migrate: registry-a.example/tools/migrate:1 → registry-b.example/tools/migrate:1", StringComparison.Ordinal));

        _chart.Tree[$"{ChartFixture.Folder}/templates/cm.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata: {registry: '{{ .Values.global.registry }}'}\n";
        Assert.Contains("another value of global.registry would also change data.registry of ConfigMap shop", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_falls_back_on_a_shared_value_is_set_in_the_value_of_its_own()
    {
        Image(
            "registry-a.example/shop/checkout:{{ .Values.checkout.tag | default .Values.tag }}",
            "tag: 1.4.2\ncheckout: {tag: \"\"}\n");
        _chart.Tree[$"{ChartFixture.Folder}/templates/job.yaml"] = Job("registry-a.example/tools/migrate:{{ .Values.tag }}");

        Assert.Equal([$"{ChartFixture.Values}: checkout.tag:  → 1.4.1"], (await _chart.SolveAsync("set-image: {container: shop, tag: 1.4.1}")).Edits);
    }

    [Fact]
    public async Task Values_of_a_subchart_stand_under_its_alias()
    {
        Subchart("dependencies:\n- {name: cache, alias: store, version: 1.x, repository: 'https://charts.example', condition: store.enabled}\n");
        _chart.UseFile("store:\n  enabled: true\n");
        (_chart.Name, _chart.Image) = ("cache", "registry-a.example/cache:7");

        var change = await _chart.SolveAsync(Mirror);

        // What ships with the subchart is its own; the application's file says it for this one.
        Assert.Equal($"{ChartFixture.Folder}/charts/cache/values.yaml", change.Path);
        Assert.Equal(["image: registry-a.example/cache → registry-b.example/cache"], change.Edits.Select(line => line[(line.IndexOf(": store.", StringComparison.Ordinal) + 8)..]));

        _chart.Others.Add(ChartFixture.Application("cart", _chart.Planning.Source with { Helm = null }));
        change = await _chart.SolveAsync(Mirror);
        Assert.Equal((ChartFixture.Production, "store:\n  enabled: true\n  image: registry-b.example/cache\n"), (change.Path, change.After));
    }

    [Fact]
    public async Task A_subchart_that_is_off_declares_nothing()
    {
        Subchart("dependencies:\n- {name: cache, version: 1.x, repository: 'https://charts.example', condition: cache.enabled}\n");
        _chart.UseFile("cache: {enabled: false}\n");
        (_chart.Name, _chart.Image) = ("cache", "registry-a.example/cache:7");

        Assert.StartsWith("Deployment/shop/cache is not among the 1 objects that argocd/shop declares in charts/shop at commit 0123456", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_that_is_not_vendored_is_told()
    {
        _chart.Tree[$"{ChartFixture.Folder}/Chart.yaml"] += "dependencies:\n- {name: cache, version: 1.x, repository: 'https://charts.example'}\n";
        (_chart.Name, _chart.Image) = ("cache", "registry-a.example/cache:7");

        Assert.Contains("(the chart cache that charts/shop/Chart.yaml names was not read)", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_renders_the_whole_object()
    {
        _chart.Tree[$"{ChartFixture.Folder}/Chart.yaml"] += "dependencies:\n- {name: base, version: 1.x, repository: 'file://../base'}\n";
        _chart.Tree["charts/base/Chart.yaml"] = "name: base\nversion: 1.0.0\ntype: library\n";
        _chart.Tree["charts/base/templates/_deployment.tpl"] = $$$"""
            {{- define "base.deployment" -}}
            {{{ChartFixture.Deployment.Replace("shop.", "base.", StringComparison.Ordinal).ReplaceLineEndings("\n")}}}
            {{- end }}
            {{{ChartFixture.Helpers.Replace("shop.", "base.", StringComparison.Ordinal).ReplaceLineEndings("\n")}}}
            """;
        _chart.Tree[ChartFixture.Template] = "{{ include \"base.deployment\" . }}\n";

        Assert.Equal([$"{ChartFixture.Values}: image.repository: registry-a.example/shop/checkout → registry-b.example/shop/checkout"], (await _chart.SolveAsync(Mirror)).Edits);
    }

    [Fact]
    public async Task Workloads_in_a_list_of_the_values_are_told_apart()
    {
        _chart.Tree[ChartFixture.Template] = """
            {{- range $index, $worker := .Values.workers }}
            {{- if $index }}
            ---
            {{- end }}
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{ printf "%s-%s" $.Release.Name $worker.name }}
            spec:
              template:
                spec:
                  containers:
                    - name: shop
                      image: {{ printf "%s:%v" ($worker.image | default $.Values.image) $worker.tag | quote }}
            {{- end }}

            """;
        _chart.Tree[ChartFixture.Values] = "image: registry-a.example/shop/checkout\nworkers:\n  - name: mail\n    tag: 1.4.2\n  - name: bills\n    tag: 1.4.2\n";
        _chart.Name = "checkout-bills";

        Assert.Equal([$"{ChartFixture.Values}: workers[1].tag: 1.4.2 → 1.4.1"], (await _chart.SolveAsync("set-image: {tag: 1.4.1}")).Edits);
    }

    [Fact]
    public async Task Texts_among_the_values_may_be_templates_themselves()
    {
        Image("{{ tpl .Values.image . }}", "image: \"registry-a.example/shop/checkout:{{ .Values.tag }}\"\ntag: 1.4.2\n");

        Assert.Contains("cannot be changed by its value", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);

        Image("{{ tpl .Values.image . }}", "image: registry-a.example/shop/checkout:1.4.2\n");
        Assert.Equal([$"{ChartFixture.Values}: image: registry-a.example/shop/checkout:1.4.2 → registry-b.example/shop/checkout:1.4.2"], (await _chart.SolveAsync(Mirror)).Edits);
    }

    [Fact]
    public async Task A_template_that_cannot_be_followed_keeps_none_of_the_others()
    {
        _chart.Tree[$"{ChartFixture.Folder}/templates/odd.yaml"] = "a: {{ fail \"never\" }}\n";
        Assert.Equal(ChartFixture.Values, (await _chart.SolveAsync(Mirror)).Path);

        _chart.Name = "odd";
        Assert.Contains("(charts/shop/templates/odd.yaml (it fails: never) was not read)", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_helm_can_know_is_refused()
    {
        Image("registry-a.example/shop/checkout:{{ randAlphaNum 8 }}", "{}");
        _chart.Image = "registry-a.example/shop/checkout:unknown";

        Assert.Contains("is rendered by charts/shop/templates/deployment.yaml from the function randAlphaNum, which AiSre cannot know", await _chart.RefusalAsync(Mirror), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_and_apis_of_the_cluster_choose_as_with_helm()
    {
        _chart.Tree[ChartFixture.Template] = """
            {{- if semverCompare ">=1.14-0, <2.0" .Capabilities.KubeVersion.Version }}
            apiVersion: {{ if .Capabilities.APIVersions.Has "apps/v1" }}apps/v1{{ else }}extensions/v1beta1{{ end }}
            {{- end }}
            kind: Deployment
            metadata: {name: {{ .Release.Name }}-shop, namespace: {{ .Release.Namespace }}}
            spec: {template: {spec: {containers: [{name: shop, image: "{{ .Values.image }}"}]}}}

            """;
        _chart.Tree[ChartFixture.Values] = "image: registry-a.example/shop/checkout:1.4.2\n";

        Assert.Equal(ChartFixture.Values, (await _chart.SolveAsync(Mirror)).Path);
    }

    [Fact]
    public async Task A_checksum_of_the_configuration_follows_it()
    {
        _chart.Tree[$"{ChartFixture.Folder}/templates/configmap.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  LEVEL: {{ .Values.settings.mode }}\n";
        _chart.Tree[ChartFixture.Template] = ChartFixture.Deployment.ReplaceLineEndings("\n").Replace(
            "      labels:\n", "      annotations:\n        checksum/config: {{ include (print $.Template.BasePath \"/configmap.yaml\") . | sha256sum }}\n      labels:\n", StringComparison.Ordinal);
        _chart.Tree[ChartFixture.Values] += "settings: {mode: slow, port: 1, level: info}\n";
        _chart.Tree[ChartFixture.Values] = _chart.Tree[ChartFixture.Values].Replace("settings:\n  port: 8080\n  level: info\n", "", StringComparison.Ordinal);

        var change = await _chart.SolveAsync("set-field: {kind: ConfigMap, name: shop, path: data.LEVEL, value: fast}");

        Assert.Contains("settings: {mode: fast,", change.After, StringComparison.Ordinal);
        Assert.Contains(change.Edits, line => line.Contains("also spec.template.metadata.annotations[checksum/config] of Deployment checkout-shop", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<string>> Lines(string operation) => (await _chart.SolveAsync(operation)).Edits;

    private void Image(string expression, string values)
    {
        _chart.Tree[ChartFixture.Template] = $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: checkout-shop\nspec:\n  template:\n    spec:\n      containers:\n        - name: shop\n          image: {expression}\n";
        _chart.Tree[ChartFixture.Values] = values;
    }

    private static string Job(string image) => $"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: migrate}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: migrate\n          image: {image}\n";

    private void Subchart(string dependencies)
    {
        _chart.Tree[$"{ChartFixture.Folder}/Chart.yaml"] += dependencies;
        _chart.Tree[$"{ChartFixture.Folder}/charts/cache/Chart.yaml"] = "name: cache\nversion: 1.2.3\n";
        _chart.Tree[$"{ChartFixture.Folder}/charts/cache/values.yaml"] = "image: registry-a.example/cache\ntag: 7\n";
        _chart.Tree[$"{ChartFixture.Folder}/charts/cache/templates/cache.yaml"] =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cache}\nspec: {template: {spec: {containers: [{name: shop, image: \"{{ .Values.image }}:{{ .Values.tag }}\"}]}}}\n";
    }
}
