using AiSre.Runbooks;
using AiSre.Runbooks.Format;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Reads YAML that may mean ill: before anything is built of it, its size, depth and aliases are looked at one by one.</summary>
internal static class BoundedYaml
{
    /// <summary>In UTF-16 units.</summary>
    public const int LongestText = 2 * 1024 * 1024;

    private static readonly YamlBounds Bounds = new(16, 500_000, false);

    /// <summary>The one mapping of the text; null, and a mistake noted, where it is none or goes over a bound.</summary>
    /// <remarks>Places of mistakes are those of front matter, a line too far down: see <see cref="GuardrailParser"/>.</remarks>
    public static FrontMatterMap? Read(string text, List<RunbookError> errors)
    {
        try
        {
            if (Mistake(text) is { } mistake)
            {
                errors.Add(mistake);
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new YamlEvents(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new FrontMatterMap(root, "", errors);
            }

            errors.Add(At(Mark.Empty, "the text is not one mapping; allowed are keys such as 'environments:', 'automatic:' and 'rules:'"));
        }
        catch (YamlException exception)
        {
            errors.Add(At(exception.Start, $"the text is not valid YAML: {(exception.InnerException?.Message ?? exception.Message).TrimEnd('.')}"));
        }

        return null;
    }

    private static RunbookError? Mistake(string text)
    {
        if (text.Length > LongestText)
        {
            return At(Mark.Empty, $"the text has {text.Length} characters; allowed are {LongestText}");
        }

        return Bounds.Refusal(text) is var (why, place) ? At(place, why) : null;
    }

    private static RunbookError At(Mark place, string message) => new((int)Math.Max(place.Line, 1) + FrontMatter.FirstLine - 1, (int)Math.Max(place.Column, 1), message);
}
