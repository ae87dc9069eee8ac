using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.ArgoCd;
using AiSre.Remediation.Sources;
using AiSre.Tests.Clusters.Watching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using static AiSre.Tests.Clusters.Watching.FakeKubernetes;

namespace AiSre.Tests.Remediation.Proof;

public sealed class ArgoCdClientTests : IAsyncLifetime
{
    private const string Path = "/api/v1/applications/shop/manifests";
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";
    private const string Repository = "https://github.example/shop/deploy";
    private FakeKubernetes _server = null!;

    public async ValueTask InitializeAsync() => _server = await StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_application_is_rendered_at_a_commit()
    {
        string? authorization = null;
        _server.List(Path, context =>
        {
            authorization = context.Request.Headers.Authorization;
            return Answer(Sha)(context);
        });

        var rendered = await RenderAsync();

        Assert.Equal(["ConfigMap/a", "ConfigMap/shop/b"], rendered.All.Select(pair => pair.Key));
        Assert.Equal("Bearer secret", authorization);
        Assert.Equal($"{Path}?appNamespace=argocd&revision={Sha}", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task Of_several_sources_those_of_the_repository_are_rendered_at_the_commit()
    {
        _server.List(Path, Answer("1.2.3"));
        var application = new Application { Spec = new ApplicationSpec { Sources = [new() { RepoUrl = "https://charts.example", Chart = "web" }, new() { RepoUrl = Repository, Path = "a" }, new() { RepoUrl = Repository, RefName = "values" }] } };
        await RenderAsync(application);
        Assert.Equal($"{Path}?appNamespace=argocd&sourcePositions=2&revisions={Sha}&sourcePositions=3&revisions={Sha}", Assert.Single(_server.Requests));
    }

    [Theory]
    [InlineData(401, "does not accept AiSre's token (401); renew it (ArgoCd__…__Token).")]
    [InlineData(403, "does not show AiSre the application (403); let the token's account get it (applications, get).")]
    [InlineData(404, "does not show AiSre the application (404); let the token's account get it (applications, get).")]
    [InlineData(500, "answers 500 (no chart).")]
    public async Task What_it_refuses_is_said(int status, string expected)
    {
        _server.List(Path, Status(status, "no chart"));
        Assert.EndsWith(expected, (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_commit_than_the_one_asked_for_is_refused()
    {
        _server.List(Path, Answer("f123456789abcdef0123456789abcdef01234567"));
        Assert.EndsWith("rendered argocd/shop at f123456 instead of 0123456.", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_is_said()
    {
        await _server.StopAsync();
        Assert.Contains("could not be asked (", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_of_the_cluster_and_namespace_is_asked()
    {
        var options = new ArgoCdOptions();
        options.Servers.Add(new ArgoCdServer { Address = new("https://a.example"), Cluster = "prod", Namespace = "argocd" });
        options.Servers.Add(new ArgoCdServer { Address = new("https://b.example"), Cluster = "prod" });
        using var client = new ArgoCdClient(Options.Create(options));
        Assert.Equal("a.example", client.For("prod", "argocd/shop")!.Address!.Host);
        Assert.Equal("b.example", client.For("prod", "teams/shop")!.Address!.Host);
        Assert.Null(client.For("test", "argocd/shop"));
    }

    [Fact]
    public void Everything_that_is_wrong_with_the_settings_is_said_at_once()
    {
        var options = new ArgoCdOptions();
        options.Servers.Add(new ArgoCdServer());
        options.Servers.Add(new ArgoCdServer { Address = new("https://a.example"), Token = "x", TokenFile = "y", CertificateAuthorityFile = "/missing.pem" });
        Assert.Equal(
            [
                "Argo CD 1 has no address: set ArgoCd:0:Address to one such as https://argocd.example.",
                "Argo CD 2 has both a token and a file with one: keep one of Token and TokenFile.",
                "Argo CD 2 has no file /missing.pem: correct ArgoCd:1:CertificateAuthorityFile.",
            ],
            new ArgoCdOptionsValidator().Validate(null, options).Failures);
    }

    private static Func<HttpContext, Task> Answer(string revision) => Json(new JsonObject
    {
        ["manifests"] = new JsonArray(
            """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}""", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b", "namespace": "shop"}}"""),
        ["revision"] = revision,
        ["sourceType"] = "Directory",
    }.ToJsonString());

    private async Task<SourceRefusedException> RefusedAsync() => await Assert.ThrowsAsync<SourceRefusedException>(() => RenderAsync());

    private async Task<RenderedObjects> RenderAsync(Application? application = null)
    {
        var options = new ArgoCdOptions();
        options.Servers.Add(new ArgoCdServer { Address = _server.Address, Token = "secret" });
        using var client = new ArgoCdClient(Options.Create(options));
        return await client.RenderAsync(options.Servers[0], "argocd/shop", application, Repository, Sha, TestContext.Current.CancellationToken);
    }
}
