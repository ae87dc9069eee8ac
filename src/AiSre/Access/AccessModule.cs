using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace AiSre.Access;

/// <summary>Who may come in, and under which name they decide.</summary>
public static class AccessModule
{
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section)).ValidateOnStart();
        services.AddAuthentication(AccessHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.SchemeName, null);

        // Whatever does not say otherwise needs a named person.
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped(Current);
        return services;
    }

    private static CurrentPerson Current(IServiceProvider provider)
    {
        // The circuit's state is there before its first component; asking for it does not wait.
        var state = provider.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync();
        var name = state.IsCompletedSuccessfully ? state.Result.User.Identity?.Name : null;
        return name is null
            ? new CurrentPerson("nobody", false, "AiSre does not know who you are; reload the page.")
            : new CurrentPerson(name, true)
            {
                IsAdministrator = provider.GetRequiredService<IOptions<AccessOptions>>().Value.Administrators is var names
                    && (names.Count == 0 || names.Contains(name, StringComparer.OrdinalIgnoreCase)),
            };
    }
}
