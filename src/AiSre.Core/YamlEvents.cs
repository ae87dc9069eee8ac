using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre;

/// <summary>
/// Reads YAML event by event. YamlDotNet's scanner gives up on some malformed texts (<c>a: [b</c> before a line with a colon) with an exception
/// that is none of its own; here it is a <see cref="YamlException"/> like any other mistake.
/// </summary>
internal sealed class YamlEvents(string text) : IParser
{
    private readonly Parser _parser = new(new StringReader(text));

    public ParsingEvent? Current => _parser.Current;

    /// <summary>Goes on to the next event.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="YamlException">The text is no YAML from here on.</exception>
    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            var place = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(place, place, "what follows here is not valid YAML; look for a bracket, brace or quote that is not closed");
        }
    }
}
