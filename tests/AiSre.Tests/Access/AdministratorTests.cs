using System.Security.Claims;
using AiSre.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Tests.Access;

public sealed class AdministratorTests
{
    [Theory]
    [InlineData("ada", true)]
    [InlineData("ADA", true)]
    [InlineData("bob", false)]
    public async Task Where_administrators_are_named_only_they_are(string name, bool expected)
    {
        var person = await PersonAsync(name, "ada", "eve");

        Assert.Equal((name, true, expected), (person.Name, person.MayDecide, person.IsAdministrator));
        Assert.Equal(expected, person.WhyNotAdministrator is null);
    }

    [Fact]
    public async Task Where_none_are_named_whoever_may_decide_is_one_and_a_stranger_is_not()
    {
        Assert.True((await PersonAsync("bob")).IsAdministrator);

        var stranger = await PersonAsync(null);
        Assert.Equal((false, "AiSre does not know who you are; reload the page."), (stranger.IsAdministrator, stranger.WhyNotAdministrator));
    }

    private static async Task<CurrentPerson> PersonAsync(string? name, params string[] administrators)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(administrators.Select((one, index) => KeyValuePair.Create($"Access:Administrators:{index}", (string?)one))).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAccess(configuration)
            .AddSingleton<AuthenticationStateProvider>(new Known(name))
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        return scope.ServiceProvider.GetRequiredService<CurrentPerson>();
    }

    private sealed class Known(string? name) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(name is null ? [] : [new Claim(ClaimTypes.Name, name)], name is null ? null : "test"))));
    }
}
