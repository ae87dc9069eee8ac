using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace AiSre.Diagnosis.Model;

/// <summary>
/// Has a model explain an incident beside the causal analyst, and keeps of its answer only what quotes the evidence. It decides nothing:
/// no stage reads its analysis.
/// </summary>
public sealed class ModelAnalyst
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    private readonly ChatModel _model;
    private readonly ModelBreaker _breaker;
    private readonly IOptions<ModelOptions> _options;

    internal ModelAnalyst(ChatModel model, ModelBreaker breaker, IOptions<ModelOptions> options)
    {
        _model = model;
        _breaker = breaker;
        _options = options;
    }

    /// <summary>Redacts, asks, checks. A failing, slow or lying model is an answer with a problem, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="InvalidOperationException">No model is configured.</exception>
    public async Task<ModelAnswer> AnalyseAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        var options = _options.Value;
        if (!options.IsConfigured)
        {
            throw new InvalidOperationException("No model is configured.");
        }

        if (_breaker.Remaining is { } remaining)
        {
            return ModelAnswer.None(
                $"The model {options.Name} is left alone for a while, since it failed or its server asked for a pause; AiSre asks again later.", remaining);
        }

        // Drawn anew for each question, so that no text in a cluster can know it.
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var prompt = ModelPrompt.For(question, options.MaxEvidenceBytes, mark, options.Key);
        var reply = await _model.AskAsync(question.IncidentId, prompt, cancellationToken);
        var answer = Judge(reply, question, prompt, options);
        if (answer.Problem is null)
        {
            _breaker.Succeeded();
        }
        else
        {
            _breaker.Failed(reply.Asked);
        }

        return answer;
    }

    private static ModelAnswer Judge(ChatReply reply, ModelQuestion question, ModelPrompt prompt, ModelOptions options)
    {
        if (reply.Text is null)
        {
            return ModelAnswer.None(reply.Problem!, reply.Passes ? reply.Asked ?? TryAgain : null);
        }

        if (AnswerReader.Read(reply.Text) is { } claims)
        {
            return ClaimCheck.Check(claims, question, prompt.Evidence);
        }

        return ModelAnswer.None(reply switch
        {
            { CutOff: true } => $"The model {options.Name} was not done after {options.MaxAnswerTokens} tokens; raise Model:MaxAnswerTokens or use another model.",
            _ when string.IsNullOrWhiteSpace(reply.Text) => $"The model {options.Name} gave an empty answer; another model may do better.",
            _ => $"The model {options.Name} did not answer in the asked form; another model may do better.",
        });
    }
}
