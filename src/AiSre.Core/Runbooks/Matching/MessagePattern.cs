using System.Text.RegularExpressions;

namespace AiSre.Runbooks.Matching;

/// <summary>A regular expression that is looked for in a symptom's message and in what proves it. It takes time linear in the message, whatever is written.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-options#nonbacktracking-mode</remarks>
public sealed class MessagePattern : IEquatable<MessagePattern>
{
    /// <summary>The longest expression, in UTF-16 units.</summary>
    public const int LongestText = 500;

    /// <summary>How much of a message is looked at, in UTF-16 units.</summary>
    private const int LongestMessage = 16 * 1024;

    private readonly Regex _regex;

    private MessagePattern(string text, Regex regex) => (Text, _regex) = (text, regex);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads one, or says what is wrong with it.</summary>
    public static (MessagePattern? Pattern, string? Mistake) Parse(string text)
    {
        if (text.Length > LongestText)
        {
            return (null, $"has {text.Length} characters; allowed are {LongestText}");
        }

        try
        {
            var regex = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.IsMatch("") ? (null, "matches a message that says nothing, so it would match all; name something that must be there") : (new MessagePattern(text, regex), null);
        }
        catch (NotSupportedException)
        {
            return (null, "uses what could take for ever to match; allowed are regular expressions without lookarounds, backreferences, atomic groups and conditions");
        }
        catch (ArgumentException mistake)
        {
            return (null, $"is no regular expression: {mistake.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Whether the message has it somewhere.</summary>
    public bool Matches(string message) => _regex.IsMatch(message.AsSpan(0, Math.Min(message.Length, LongestMessage)));

    public bool Equals(MessagePattern? other) => other is not null && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as MessagePattern);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
