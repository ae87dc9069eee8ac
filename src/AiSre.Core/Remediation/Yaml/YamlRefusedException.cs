namespace AiSre.Remediation.Yaml;

/// <summary>A text that is not YAML, or an edit that cannot be made without guessing.</summary>
/// <param name="reason">What was found, as a clause without a full stop: <c>line 3 has a tab where indentation is expected</c>.</param>
/// <param name="line">The line it is about, from 1; null when it is about no line.</param>
public sealed class YamlRefusedException(string reason, int? line = null) : Exception(reason)
{
    public int? Line { get; } = line;
}
