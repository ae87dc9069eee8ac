using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.Helm;
using AiSre.Remediation.Sources;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Proof;

/// <summary>
/// How Helm is called, and what is made of its answers. Helm itself is played by a shell script on a path of the test's own, which writes down
/// how it was called and prints what the test says: what the real Helm renders is not tested here.
/// </summary>
public sealed class HelmTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aisre-helm-");
    private readonly MemoryTree _tree = new();

    public HelmTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripted Helm is a shell script.");
        _tree["charts/web/Chart.yaml"] = "apiVersion: v2\nname: web\nversion: 1.0.0\n";
        _tree["charts/web/values.yaml"] = "replicas: 1\n";
        _tree["charts/web/templates/web.yaml"] = "kind: Deployment\n";
        Prints("printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: made}\\ndata: {a: b}\\n'");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_command_line_is_the_one_that_Argo_CD_uses()
    {
        var helm = Source("""
            {"releaseName": "shop", "kubeVersion": "1.31.0", "apiVersions": ["v1", "example.com/v1"], "skipCrds": true, "skipTests": true, "skipSchemaValidation": true,
             "parameters": [{"name": "image.tag", "value": "1,2"}, {"name": "on", "value": "true", "forceString": true}, {"name": "list", "value": "{a,b}"}],
             "fileParameters": [{"name": "config", "path": "files/a.txt"}]}
            """);
        Assert.Equal(
            [
                "template", "/c", "--name-template", "shop", "--namespace", "prod", "--kube-version", "1.31.0", "--set", @"image.tag=1\,2", "--set-string", "on=true", "--set", "list={a,b}",
                "--set-file", "config=/f/a.txt", "--values", "/v/a", "--values", "/v/b", "--api-versions", "v1", "--api-versions", "example.com/v1", "--skip-tests", "--skip-schema-validation",
            ],
            HelmArguments.Of("web", "prod", helm, "/c", ["/v/a", "/v/b"], new Dictionary<string, string> { ["files/a.txt"] = "/f/a.txt" }, "v1.20.0"));
        Assert.Equal(
            ["template", "/c", "--name-template", "web", "--namespace", "prod", "--kube-version", "v1.20.0", "--include-crds"],
            HelmArguments.Of("web", "prod", null, "/c", [], new Dictionary<string, string>(), "v1.20.0"));
    }

    [Fact]
    public async Task A_chart_is_rendered_from_files_of_the_commit_with_its_values_in_order()
    {
        _tree["env/prod.yaml"] = "replicas: 2\n";
        _tree["charts/web/extra.yaml"] = "a: b\n";
        _tree["other/secret.yaml"] = "not: this\n";
        var rendered = await RenderAsync("""{"valueFiles": ["extra.yaml", "/env/prod.yaml", "missing.yaml"], "ignoreMissingValueFiles": true, "valuesObject": {"b": 1}}""");

        Assert.Equal("ConfigMap/made", Assert.Single(rendered.All).Key);
        var called = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "called"), TestContext.Current.CancellationToken);
        var root = called[1][..called[1].IndexOf("/repository/", StringComparison.Ordinal)];
        Assert.Equal($"{root}/repository/charts/web", called[1]);
        Assert.Equal(
            [$"{root}/repository/charts/web/extra.yaml", $"{root}/repository/env/prod.yaml", $"{root}/values.yaml"],
            called.Index().Where(line => line.Item == "--values").Select(line => called[line.Index + 1]));
        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task Nothing_of_AiSre_s_environment_and_no_network_reaches_Helm()
    {
        Environment.SetEnvironmentVariable("AISRE_TEST_SECRET", "x");
        Prints("env > \"$(dirname \"$0\")/environment\"");
        await RenderAsync("{}");
        var environment = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "environment"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(environment, line => line.StartsWith("AISRE_TEST_SECRET=", StringComparison.Ordinal));
        Assert.Contains("HTTPS_PROXY=http://127.0.0.1:9", environment);
        Assert.Contains(environment, line => line.StartsWith("HELM_CACHE_HOME=", StringComparison.Ordinal) && line.Contains("/aisre-render-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_changes_is_rendered_as_changed()
    {
        Prints("printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: made}\\ndata:\\n  values: \"%s\"\\n' \"$(cat \"$2/values.yaml\")\"");
        var changed = await RenderAsync("{}", changed: new() { ["charts/web/values.yaml"] = "replicas: 3" });
        Assert.Equal("replicas: 3", changed.Find("ConfigMap/made")!.Value.Text("data", "values"));
    }

    [Theory]
    [InlineData("echo 'Error: web: missing in charts/ directory: redis' >&2; exit 1", "Helm says: Error: web: missing in charts/ directory: redis")]
    [InlineData("exit 3", "Helm says: nothing, and failed.")]
    [InlineData("sleep 30", "Helm did not end within 1 s.")]
    [InlineData("yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    [InlineData("printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a%s}\\n' $$", "charts/web renders something else each time (random values or the time of day), so before and after cannot be compared.")]
    public async Task What_fails_hangs_or_differs_each_time_is_refused(string script, string? expected)
    {
        Prints(script);
        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => RenderAsync("{}", longest: TimeSpan.FromSeconds(1)));
        string[] allowed = expected is null ? ["Helm printed more than 64 MB.", "Helm did not end within 1 s."] : [expected];
        Assert.Contains(refused.Message, allowed);
    }

    [Theory]
    [InlineData("""{"valueFiles": ["missing.yaml"]}""", "The file of values missing.yaml is not in the repository.")]
    [InlineData("""{"valueFiles": ["https://example.com/v.yaml"]}""", "The file of values https://example.com/v.yaml is named in a way that only Argo CD resolves.")]
    [InlineData("""{"valueFiles": ["../../../x.yaml"]}""", "The file ../../../x.yaml leads out of the repository.")]
    [InlineData("""{"valueFiles": ["$values/x.yaml"]}""", "The file of values $values/x.yaml refers to a source values that the application does not have.")]
    [InlineData("""{"parameters": [{"name": "a", "value": "$ARGOCD_APP_NAME"}]}""", "The parameter a takes a value of Argo CD's build environment ($ARGOCD_APP_NAME), which only Argo CD knows.")]
    public async Task What_only_Argo_CD_knows_is_refused(string helm, string expected) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<SourceRefusedException>(() => RenderAsync(helm))).Message);

    [Theory]
    [InlineData("charts/web/charts/redis-1.tgz", "x", "charts/web/charts/redis-1.tgz is a packed chart, which AiSre does not unpack.")]
    [InlineData("charts/web/templates/a.yaml", "{{ if .Capabilities.APIVersions.Has \"x\" }}", "charts/web/templates/a.yaml asks which versions the cluster serves, which Argo CD tells charts and AiSre does not; name them in spec.source.helm.apiVersions.")]
    [InlineData("charts/web/.argocd-source-web.yaml", "x", "charts/web/.argocd-source-web.yaml overrides settings of the application, which AiSre does not follow.")]
    public async Task What_AiSre_does_not_follow_is_refused(string file, string text, string expected)
    {
        _tree[file] = text;
        Assert.Equal(expected, (await Assert.ThrowsAsync<SourceRefusedException>(() => RenderAsync("{}"))).Message);
    }

    [Fact]
    public async Task Values_of_another_source_of_the_same_repository_are_used()
    {
        _tree["env/prod.yaml"] = "a: b\n";
        var source = new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", Path = "charts/web", Helm = Source("""{"valueFiles": ["$values/env/prod.yaml"]}""") };
        var application = new Application { Spec = new ApplicationSpec { Sources = [source, new() { RepoUrl = source.RepoUrl, RefName = "values" }] } };
        await RenderAsync(source, application);
        Assert.Contains(await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "called"), TestContext.Current.CancellationToken), line => line.EndsWith("/repository/env/prod.yaml", StringComparison.Ordinal));

        var elsewhere = application with { Spec = new ApplicationSpec { Sources = [source, new() { RepoUrl = "https://github.example/other/values", RefName = "values" }] } };
        Assert.Contains("lies in another repository", (await Assert.ThrowsAsync<SourceRefusedException>(() => RenderAsync(source, elsewhere))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Helm_nothing_is_rendered()
    {
        File.Delete(Path.Combine(_folder.FullName, "helm"));
        Assert.Equal("Helm is not on AiSre's path; install it.", (await Assert.ThrowsAsync<SourceRefusedException>(() => RenderAsync("{}"))).Message);
    }

    // Each argument on a line of its own.
    private void Prints(string script)
    {
        var path = Path.Combine(_folder.FullName, "helm");
        File.WriteAllText(path, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$(dirname \"$0\")/called\"\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static HelmSource Source(string json) => JsonSerializer.Deserialize<HelmSource>(json, JsonSerializerOptions.Web)!;

    private Task<RenderedObjects> RenderAsync(string helm, Dictionary<string, string>? changed = null, TimeSpan? longest = null) =>
        RenderAsync(new ApplicationSource { RepoUrl = "https://github.example/shop/deploy", Path = "charts/web", Helm = Source(helm) }, null, changed, longest);

    private Task<RenderedObjects> RenderAsync(ApplicationSource source, Application? application, Dictionary<string, string>? changed = null, TimeSpan? longest = null) =>
        new HelmRenderer(_tree, new HelmProgram(_folder.FullName) { Longest = longest ?? TimeSpan.FromSeconds(30) })
            .RenderAsync("argocd/web", application, source, "shop", "v1.31.2", changed ?? [], TestContext.Current.CancellationToken);
}
