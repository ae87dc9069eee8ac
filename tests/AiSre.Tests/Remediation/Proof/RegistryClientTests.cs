using AiSre.Clusters.Objects;
using AiSre.Remediation.Proof;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Remediation.Proof;

public sealed class RegistryClientTests : IAsyncLifetime
{
    private WebApplication _registry = null!;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private readonly List<string> _asked = [];

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _registry = builder.Build();
        _registry.Run(context =>
        {
            _asked.Add($"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization}".TrimEnd());
            return _answer(context);
        });
        await _registry.StartAsync();
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Theory]
    [InlineData(200, ProofState.Proven, "registry.example has shop/web:1.2.")]
    [InlineData(404, ProofState.Refuted, "registry.example has no shop/web:1.2; correct the runbook, or push the image.")]
    [InlineData(401, ProofState.Unproven, "registry.example does not tell AiSre about shop/web; name a login for it (Proof__Registries).")]
    [InlineData(503, ProofState.Unproven, "registry.example answers 503, so whether registry.example/shop/web:1.2 is there is not known.")]
    [InlineData(302, ProofState.Unproven, "registry.example answers 302, so whether registry.example/shop/web:1.2 is there is not known.")]
    public async Task What_the_registry_says_is_what_is_said(int status, ProofState state, string sentence)
    {
        _answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        Assert.Equal(new ProofCheck("Image", state, sentence), await AskAsync("registry.example/shop/web:1.2"));
        Assert.Equal(["HEAD /mirror/v2/shop/web/manifests/1.2"], _asked);
    }

    [Fact]
    public async Task A_login_is_given_only_when_it_is_asked_for()
    {
        _answer = context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization.Count == 0 ? 401 : 200;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
            return Task.CompletedTask;
        };
        Assert.Equal(ProofState.Proven, (await AskAsync("registry.example/shop/web@sha256:0123456789abcdef0123456789abcdef", user: "aisre")).State);
        Assert.Equal(["HEAD /mirror/v2/shop/web/manifests/sha256:0123456789abcdef0123456789abcdef", "HEAD /mirror/v2/shop/web/manifests/sha256:0123456789abcdef0123456789abcdef Basic YWlzcmU6c2VjcmV0"], _asked);
    }

    [Fact]
    public async Task A_token_service_without_encryption_gets_no_login()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"http://127.0.0.1:1/token\",service=\"registry\"";
            return Task.CompletedTask;
        };
        Assert.Equal(ProofState.Unproven, (await AskAsync("registry.example/shop/web:1", user: "aisre")).State);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_registry_that_is_silent_is_not_waited_for()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal("registry.example did not answer within 1 s, so whether registry.example/shop/web:1 is there is not known.", (await AskAsync("registry.example/shop/web:1")).Sentence);
    }

    [Theory]
    [InlineData("127.0.0.1:5000/shop/web:1")]
    [InlineData("localhost/shop/web:1")]
    [InlineData("169.254.169.254/latest/meta-data:1")]
    [InlineData("[::1]/shop/web:1")]
    public async Task An_image_does_not_make_AiSre_knock_at_its_own_machine(string image)
    {
        var check = await AskAsync(image);
        Assert.Equal(ProofState.Unproven, check.State);
        Assert.Contains("is an address of this machine or link; where that is meant, name it under Proof__Registries", check.Sentence, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    private async Task<ProofCheck> AskAsync(string image, string? user = null)
    {
        var address = _registry.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var client = new RegistryClient(Options.Create(new ProofOptions
        {
            RegistryTimeout = TimeSpan.FromSeconds(1),
            Registries = [new RegistryAccess { Host = "registry.example", Address = new Uri($"{address}/mirror"), User = user, Password = "secret" }],
        }));
        return await client.AskAsync(ImageReference.Parse(image), TestContext.Current.CancellationToken);
    }
}
