namespace AiSre.Components.Editing;

/// <summary>What is known of the text in a browser, from differences that are told one after the other.</summary>
internal sealed class BrowserText
{
    private int? _sequence = 0;

    /// <summary>The text as it was told last.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How its lines end.</summary>
    public LineEnds Ends { get; private set; } = LineEnds.Of("");

    /// <summary>The text is another one now, from here.</summary>
    public void Replace(string text)
    {
        (Text, Ends) = (text, LineEnds.Of(text));

        // What is told next may be the difference to the text before.
        _sequence = null;
    }

    /// <summary>An editor begins with this text, and tells its differences from the first on.</summary>
    public void Restart() => _sequence = 0;

    /// <summary>A text area told its text, in which every line ends with <c>\n</c>.</summary>
    public void Type(string text) => Text = Ends.In(text);

    /// <summary>Takes over a difference; false where it is none to <see cref="Text"/>.</summary>
    /// <param name="sequence">Its number; one more than the last.</param>
    /// <param name="start">How much stays before it.</param>
    /// <param name="removed">How much goes; negative for all of it, whatever that was.</param>
    /// <param name="inserted">What comes.</param>
    /// <param name="length">How long the text is then.</param>
    public bool Apply(int sequence, int start, int removed, string inserted, int length)
    {
        if (removed < 0)
        {
            (Text, _sequence) = (inserted, sequence);
            return true;
        }

        if (sequence != _sequence + 1 || start < 0 || start + removed > Text.Length || Text.Length - removed + inserted.Length != length)
        {
            return false;
        }

        (Text, _sequence) = (string.Concat(Text.AsSpan(0, start), inserted, Text.AsSpan(start + removed)), sequence);
        return true;
    }
}
