using Microsoft.Extensions.Options;

namespace AiSre.Diagnosis.Model;

/// <summary>Finds every mistake of section <c>Model</c> at once.</summary>
internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(ModelOptions options)
    {
        if (options.BaseAddress is { } address && !IsApiAddress(address))
        {
            // Not the address itself: what is wrong with it may be that it contains a password.
            yield return "Model:BaseAddress is not an address of an API; give one such as https://api.openai.com/v1, without a user, a query or a fragment.";
        }

        if (options.BaseAddress is null && !string.IsNullOrWhiteSpace(options.Name))
        {
            yield return "Model:Name is set and Model:BaseAddress is not; set both to use a model, or neither.";
        }

        if (options.BaseAddress is not null && string.IsNullOrWhiteSpace(options.Name))
        {
            yield return "Model:BaseAddress is set and Model:Name is not; set both to use a model, or neither.";
        }

        if (options.BaseAddress is null && string.IsNullOrWhiteSpace(options.Name) && !string.IsNullOrWhiteSpace(options.Key))
        {
            yield return "Model:Key is set, and Model:BaseAddress and Model:Name are not; set all three to use a model, or none.";
        }

        if (options.Key is { } key && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return "Model:Key contains blanks or other characters that no HTTP header can carry; give the key alone.";
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(10))
        {
            yield return $"Model:Timeout is {options.Timeout}; give a time from 00:00:01 to 00:10:00.";
        }

        if (options.MaxEvidenceBytes is < 1024 or > 4 * 1024 * 1024)
        {
            yield return $"Model:MaxEvidenceBytes is {options.MaxEvidenceBytes}; give a number of bytes from 1024 to 4194304.";
        }

        if (options.MaxAnswerTokens is < 256 or > 65536)
        {
            yield return $"Model:MaxAnswerTokens is {options.MaxAnswerTokens}; give a number of tokens from 256 to 65536.";
        }
    }

    private static bool IsApiAddress(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "https" or "http" && address.UserInfo.Length == 0
        && address.Query.Length == 0 && address.Fragment.Length == 0;
}
