using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Rules may name the files that are changed without a person; a change of the automation in a repository is never one of them.</summary>
internal sealed class PathGate() : RuleGate<PathLimit>("Paths", rule => rule.Paths, "paths")
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var files = question.Subject.Files.Value;
        if (files.IsDefaultOrEmpty)
        {
            return Unclear("It is not known which files change.");
        }

        var rules = base.Judge(question);
        return rules.Outcome == GuardrailOutcome.Allow && files.FirstOrDefault(IsAutomation) is { } file
            ? Ask($"{file} says how the repository itself is run and guarded, which is never changed without a person.")
            : rules;
    }

    protected override string? Breach(GuardrailQuestion question, PathLimit limit) =>
        question.Subject.Files.Value.FirstOrDefault(file => !limit.Patterns.Any(pattern => pattern.Matches(file))) is { } other
            ? $"{other} is not one of {string.Join(", ", limit.Patterns)}"
            : null;

    private static bool IsAutomation(string file) =>
        file.StartsWith(".github/", StringComparison.OrdinalIgnoreCase) || file.EndsWith("CODEOWNERS", StringComparison.OrdinalIgnoreCase);
}
