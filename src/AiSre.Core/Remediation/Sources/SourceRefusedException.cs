namespace AiSre.Remediation.Sources;

/// <summary>The place of a field in Git cannot be named without guessing.</summary>
/// <param name="sentence">What was found and what to do, one sentence with a full stop.</param>
internal sealed class SourceRefusedException(string sentence) : Exception(sentence);
