using AiSre.Remediation.Guardrails.Format;

namespace AiSre.Remediation.Guardrails;

/// <summary>One thing that has to hold before a change is merged without a person. The order is that of <see cref="GuardrailGates"/>. Pure.</summary>
/// <param name="name">What it looks at, in a word or two.</param>
internal abstract class GuardrailGate(string name)
{
    public string Name => name;

    /// <summary>Looks.</summary>
    /// <exception cref="UnknownFactException">Something is not known: the gate denies.</exception>
    public abstract GateResult Judge(GuardrailQuestion question);

    protected GateResult Allow(string sentence) => new(name, GuardrailOutcome.Allow, sentence);

    protected GateResult Ask(string sentence) => new(name, GuardrailOutcome.RequireApproval, sentence);

    protected GateResult Deny(string sentence) => new(name, GuardrailOutcome.Deny, sentence);

    protected GateResult Unclear(string sentence) => new(name, GuardrailOutcome.Deny, sentence) { IsUnclear = true };

    protected static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}

/// <summary>A gate that holds what rules limit: each rule by itself, so that their order says nothing and one more never allows more.</summary>
/// <typeparam name="T">What a rule limits here.</typeparam>
/// <param name="name">What the gate looks at.</param>
/// <param name="limit">What a rule says about it; null when nothing.</param>
/// <param name="what">What rules limit here, as the end of "No rule limits …".</param>
internal abstract class RuleGate<T>(string name, Func<GuardrailRule, T?> limit, string what) : GuardrailGate(name)
    where T : class
{
    public override GateResult Judge(GuardrailQuestion question)
    {
        var (kept, worst) = (0, (GateResult?)null);
        foreach (var rule in question.Rules)
        {
            if (limit(rule) is not { } mine)
            {
                continue;
            }

            if (Breach(question, mine) is not { } breach)
            {
                kept++;
                continue;
            }

            var result = new GateResult(Name, rule.Otherwise, $"{breach} (rule '{rule.Name}').");
            worst = worst is null || IsWorse(result, worst) ? result : worst;
        }

        return worst ?? Allow(kept == 0 ? $"No rule limits {what}." : kept == 1 ? $"The rule about {what} is kept." : $"The {kept} rules about {what} are kept.");
    }

    /// <summary>How a rule is broken: a sentence without its full stop; null when it is kept.</summary>
    /// <exception cref="UnknownFactException">Something is not known.</exception>
    protected abstract string? Breach(GuardrailQuestion question, T limit);

    // Of two that are equally strict, the one told does not depend on the order of rules.
    private static bool IsWorse(GateResult left, GateResult right) =>
        left.Outcome != right.Outcome ? left.Outcome > right.Outcome : string.CompareOrdinal(left.Sentence, right.Sentence) < 0;
}
