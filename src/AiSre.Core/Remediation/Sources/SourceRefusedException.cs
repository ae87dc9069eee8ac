namespace AiSre.Remediation.Sources;

/// <summary>The place of a field in Git cannot be named without guessing.</summary>
/// <param name="sentence">What was found and what to do, one sentence with a full stop.</param>
/// <remarks>Names in it are written by others: what they would hide is made visible, and what would fill a page is cut off.</remarks>
internal sealed class SourceRefusedException(string sentence) : Exception(VisibleText.Of(sentence, LongestSentence))
{
    private const int LongestSentence = 2000;
}
