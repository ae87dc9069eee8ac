using AiSre.GitHub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.GitHub;

public sealed class GitHubOptionsTests
{
    [Fact]
    public void No_host_at_all_is_fine()
    {
        using var services = Services();

        var problem = Assert.Throws<ProblemException>(
            () => services.GetRequiredService<GitHubRepositories>().For("https://github.com/acme/shop"));
        Assert.Contains("no token for github.com", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_alone_means_github_com()
    {
        using var services = Services(("Token", "x"));

        var repository = services.GetRequiredService<GitHubRepositories>().For("git@github.com:acme/shop.git");

        Assert.Equal("acme/shop", repository.Address.FullName);
    }

    [Fact]
    public void Several_hosts_are_told_apart_by_their_address()
    {
        using var services = Services(
            ("Token", "x"),
            ("Hosts:0:BaseAddress", "https://github.example.com:8443/"), ("Hosts:0:Token", "y"));
        var repositories = services.GetRequiredService<GitHubRepositories>();

        Assert.Equal("github.com", repositories.For("https://github.com/acme/shop").Address.Host);
        Assert.Equal("github.example.com:8443", repositories.For("https://github.example.com:8443/acme/shop").Address.Host);
        Assert.Equal("github.example.com", repositories.For("git@github.example.com:acme/shop.git").Address.Host);
        Assert.Throws<ProblemException>(() => repositories.For("https://github.example.com/acme/shop"));
    }

    [Fact]
    public void A_repository_is_the_same_object_however_it_is_spelled()
    {
        using var services = Services(("Token", "x"));
        var repositories = services.GetRequiredService<GitHubRepositories>();

        Assert.Same(repositories.For("https://github.com/acme/shop"), repositories.For("https://github.com/Acme/shop.git"));
    }

    [Theory]
    [InlineData(null, "https://api.github.com/")]
    [InlineData("https://github.com/", "https://api.github.com/")]
    [InlineData("https://octo.ghe.com/", "https://api.octo.ghe.com/")]
    [InlineData("https://github.example.com/", "https://github.example.com/api/v3/")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v3/")]
    public void The_API_is_where_the_host_has_it(string? address, string expected) =>
        Assert.Equal(new Uri(expected), GitHubHost.ApiAddress(new GitHubHostOptions { BaseAddress = address is null ? null : new Uri(address) }));

    [Fact]
    public void Every_mistake_is_told_at_once_with_the_settings_name()
    {
        using var services = Services(
            ("BaseAddress", "ftp://github.com/"),
            ("Timeout", "00:00:00"),
            ("CommitterEmail", "nobody"),
            ("Hosts:0:BaseAddress", "https://a.example/"), ("Hosts:0:Token", "x"), ("Hosts:0:TokenFile", "/run/token"),
            ("Hosts:1:BaseAddress", "https://A.example/"), ("Hosts:1:Token", "x"));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<GitHubOptions>>().Value);

        Assert.Equal(
            [
                "GitHub:BaseAddress is 'ftp://github.com/'; give the address a browser uses, such as https://github.com/.",
                "GitHub has no token; set GitHub:Token, GitHub:TokenFile or GitHub:App.",
                "GitHub:Hosts:0:Token and GitHub:Hosts:0:TokenFile are set together; keep one of them.",
                "GitHub:Hosts:0 and GitHub:Hosts:1 both name a.example; keep one of them.",
                "GitHub:Timeout is 00:00:00; give a time such as 00:00:10.",
                "GitHub:CommitterName and GitHub:CommitterEmail must be a name and a mail address; Git refuses commits without.",
            ],
            refusal.Failures);
    }

    [Fact]
    public void A_GitHub_App_needs_its_id_and_one_key_and_no_token_beside_it()
    {
        using var services = Services(
            ("Token", "x"), ("App:PrivateKeyFile", "/run/app.pem"),
            ("Hosts:0:BaseAddress", "https://a.example/"), ("Hosts:0:App:Id", "Iv23"),
            ("Hosts:1:BaseAddress", "https://b.example/"), ("Hosts:1:App:Id", "Iv23"), ("Hosts:1:App:PrivateKeyFile", "/run/app.pem"));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<GitHubOptions>>().Value);

        Assert.Equal(
            [
                "GitHub:Token and GitHub:App are set together; keep one of them.",
                "GitHub:App:Id is missing; give the app's client id from its settings on GitHub.",
                "Give the app's private key in one place, GitHub:Hosts:0:App:PrivateKey or GitHub:Hosts:0:App:PrivateKeyFile.",
            ],
            refusal.Failures);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings) =>
        new ServiceCollection()
            .AddGitHub(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.ToDictionary(setting => $"GitHub:{setting.Name}", setting => (string?)setting.Value))
                .Build())
            .BuildServiceProvider();
}
