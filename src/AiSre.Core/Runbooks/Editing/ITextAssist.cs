namespace AiSre.Runbooks.Editing;

/// <summary>Helps somebody who writes a text: what can be written, and what is written means. Pure; takes any text, finished or not.</summary>
public interface ITextAssist
{
    /// <summary>What can be written at a place.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="line">The cursor's line, from 1.</param>
    /// <param name="column">The cursor's column, from 1: how many UTF-16 units stand before it, and one.</param>
    Completions Complete(string text, int line, int column);

    /// <summary>What the word at a place means; null where nothing is known.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    Meaning? Explain(string text, int line, int column);
}
