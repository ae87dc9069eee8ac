namespace AiSre.Remediation.Charts.Templates;

/// <summary>A template cannot be followed.</summary>
/// <param name="reason">Why, as the middle of a sentence.</param>
internal sealed class TemplateRefusedException(string reason) : Exception(reason);
