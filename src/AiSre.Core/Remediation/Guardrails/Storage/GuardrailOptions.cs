using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation.Guardrails.Storage;

/// <summary>Where the guardrails come from; section <c>Guardrails</c>. Without <see cref="File"/> and <see cref="Repository"/> they are kept in the database and edited there.</summary>
public sealed class GuardrailOptions
{
    public const string Section = "Guardrails";

    /// <summary>A file on disk; null for none.</summary>
    public string? File { get; set; }

    /// <summary>A repository on GitHub; null for none.</summary>
    public string? Repository { get; set; }

    /// <summary>The repository's branch; null for its default branch.</summary>
    public string? Branch { get; set; }

    /// <summary>The file in the repository.</summary>
    public string Path { get; set; } = "guardrails.yaml";

    /// <summary>The folder on disk with the calendars that guardrails name as files; null for the folder of <see cref="File"/>, or of the repository's file.</summary>
    public string? Calendars { get; set; }

    /// <summary>How often a file or repository is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ErrorMessage = "Guardrails:Interval must be between a tenth of a second and a day, such as 00:01:00.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Who the guardrails belong to, for people; null when they belong to the database.</summary>
    internal string? Owner => File is { Length: > 0 } file ? $"the file {file}" : Repository is { Length: > 0 } repository ? $"{Path} of {repository}" : null;
}

/// <summary>Guardrails have one owner.</summary>
internal sealed class GuardrailOptionsValidator : IValidateOptions<GuardrailOptions>
{
    public ValidateOptionsResult Validate(string? name, GuardrailOptions options) =>
        options is { File.Length: > 0, Repository.Length: > 0 }
            ? ValidateOptionsResult.Fail("Guardrails:File and Guardrails:Repository are both set, and guardrails come from one place; leave one of them out.")
            : ValidateOptionsResult.Success;
}
