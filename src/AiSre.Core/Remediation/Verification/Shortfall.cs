namespace AiSre.Remediation.Verification;

/// <summary>What keeps a merged change from being proven.</summary>
/// <param name="WaitsFor">What is waited for, one sentence that says what to do where somebody has to.</param>
/// <param name="Fact">The same as a fact: the end of a sentence, without its full stop.</param>
/// <param name="IsFinal">Whether waiting longer changes nothing.</param>
internal sealed record Shortfall(string WaitsFor, string Fact, bool IsFinal = false)
{
    /// <summary>Something that could not be looked at is not proven either.</summary>
    public static Shortfall Of(ProblemException problem) => new(problem.Message, problem.Message.TrimEnd('.'));
}
