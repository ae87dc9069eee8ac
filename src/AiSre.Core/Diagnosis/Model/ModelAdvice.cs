using System.Collections.Immutable;
using AiSre.Detection;

namespace AiSre.Diagnosis.Model;

/// <summary>One of the things a model may advise.</summary>
/// <param name="Id">Its id, by which it is named.</param>
/// <param name="Text">What it is, for the model to read.</param>
public sealed record AdviceOption(string Id, string Text);

/// <summary>What a model advises: one of the options with quotations that the evidence has, or one sentence why none.</summary>
/// <param name="Id">The option; null exactly when <paramref name="Problem"/> is set.</param>
/// <param name="Because">Why, in the model's words.</param>
/// <param name="Citations">What it quotes, every one of which stands in the evidence.</param>
/// <param name="Problem">Why there is no advice.</param>
public sealed record ModelAdvice(string? Id, string Because, ImmutableArray<Citation> Citations, string? Problem)
{
    /// <summary>No advice.</summary>
    public static ModelAdvice None(string problem) => new(null, "", [], problem);
}
