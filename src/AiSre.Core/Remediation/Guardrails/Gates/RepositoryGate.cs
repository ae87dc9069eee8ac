using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails.Gates;

/// <summary>Rules may name the repositories that are changed without a person.</summary>
internal sealed class RepositoryGate() : RuleGate<Patterns>("Repository", rule => rule.Repositories, "repositories")
{
    public override GateResult Judge(GuardrailQuestion question) =>
        question.Subject.Repository.Value.Length > 0 ? base.Judge(question) : Unclear("It is not known which repository changes.");

    // GitHub does not tell names by their case.
    protected override string? Breach(GuardrailQuestion question, Patterns limit) =>
        limit.Match(question.Subject.Repository.Value, ignoreCase: true) ? null : $"The repository {question.Subject.Repository.Value} is not one of {limit}";
}
