namespace AiSre.Diagnosis.Model;

/// <summary>
/// Section <c>Model</c>: any server that speaks OpenAI's chat completions API. Nothing of it is needed; without a model
/// the causal analyst does the diagnosis.
/// </summary>
public sealed class ModelOptions
{
    public const string Section = "Model";

    /// <summary>The API's address with its version: <c>https://api.openai.com/v1</c>, <c>http://localhost:11434/v1</c>.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The model's name, as the server calls it.</summary>
    public string? Name { get; set; }

    /// <summary>The key that is sent as bearer token; empty for a server that asks for none.</summary>
    public string? Key { get; set; }

    /// <summary>How long one analysis may take, all requests for it included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How much evidence is sent at most, in bytes of UTF-8 after redaction; about four bytes make a token.</summary>
    public int MaxEvidenceBytes { get; set; } = 64 * 1024;

    /// <summary>How long the answer may be at most, in tokens, what the model thinks included.</summary>
    public int MaxAnswerTokens { get; set; } = 8192;

    /// <summary>Whether a model is asked at all: an address and a name are given.</summary>
    public bool IsConfigured => BaseAddress is not null && !string.IsNullOrWhiteSpace(Name);
}
