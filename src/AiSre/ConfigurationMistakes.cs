using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace AiSre;

/// <summary>Finds what is wrong with the configuration before anything is started: every mistake at once, a line each.</summary>
internal static class ConfigurationMistakes
{
    // How the framework wraps the sentence of a validation attribute.
    private const string BeforeSentence = "with the error: '";
    private const string AfterSentence = "'.";

    /// <exception cref="ProblemException">The options of a module do not hold, or the address to listen on is taken.</exception>
    public static void Refuse(WebApplication app)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw Problem([exception]);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(it => it is OptionsValidationException))
        {
            throw Problem(exception.InnerExceptions.Cast<OptionsValidationException>());
        }

        foreach (var url in app.Configuration[WebHostDefaults.ServerUrlsKey]?.Split(';') ?? [])
        {
            RefuseTaken(url);
        }
    }

    private static ProblemException Problem(IEnumerable<OptionsValidationException> mistakes) =>
        new(string.Join('\n', mistakes.SelectMany(it => it.Failures).Select(Sentence)));

    private static string Sentence(string failure)
    {
        var start = failure.IndexOf(BeforeSentence, StringComparison.Ordinal);
        return start < 0 || !failure.EndsWith(AfterSentence, StringComparison.Ordinal)
            ? failure
            : failure[(start + BeforeSentence.Length)..^AfterSentence.Length];
    }

    // Kestrel finds out too, but last of all, and logs it as a crash.
    private static void RefuseTaken(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !IPAddress.TryParse(address.Host.Trim('[', ']'), out var host) || address.Port == 0)
        {
            return;
        }

        try
        {
            using var listener = new TcpListener(host, address.Port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new ProblemException(
                $"AiSre cannot listen on {url} ({exception.Message}): stop what uses that address, or choose another with --urls.", innerException: exception);
        }
    }
}
