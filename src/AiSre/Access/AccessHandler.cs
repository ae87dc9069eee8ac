using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AiSre.Access;

/// <summary>Names the person behind a request by <see cref="AccessOptions"/>; refuses everybody else.</summary>
internal sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions, ILoggerFactory logger, UrlEncoder encoder, IOptionsMonitor<AccessOptions> access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, logger, encoder)
{
    public const string SchemeName = "AiSre";

    /// <summary>Set by a proxy that has authenticated the person; believed in mode Open only.</summary>
    private const string ForwardedUser = "X-Forwarded-User";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var name = access.CurrentValue.Mode switch
        {
            AccessMode.Open => Request.Headers[ForwardedUser].FirstOrDefault() ?? "anonymous",
            _ when IsThisMachine() => Environment.UserName,
            _ => null,
        };
        if (name is null)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <summary>Both ends: a page elsewhere whose name was made to resolve to this machine (DNS rebinding) asks from here, but for its own host.</summary>
    private bool IsThisMachine() =>
        Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && (Request.Host.Host == "localhost" || (IPAddress.TryParse(Request.Host.Host, out var host) && IPAddress.IsLoopback(host)));

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        await Response.WriteAsync("AiSre lets in this machine only; set Access__Mode=Open when the network in front of it is guarded.\n");
    }
}
