using System.Diagnostics.CodeAnalysis;

namespace AiSre.Remediation.Yaml;

/// <summary>The file after an edit, or why it was refused.</summary>
/// <param name="File">The file, parsed again; the very same file when there was nothing to change. Null when refused.</param>
/// <param name="Refusal">What was found, as a clause without a full stop; null when the edit was made.</param>
/// <param name="Line">The line the refusal is about, from 1, when it is about one.</param>
public sealed record YamlEditResult(YamlFile? File, string? Refusal, int? Line)
{
    [MemberNotNullWhen(true, nameof(File))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsMade => File is not null;

    internal static YamlEditResult Try(Func<YamlFile> edit)
    {
        try
        {
            return new YamlEditResult(edit(), null, null);
        }
        catch (YamlRefusedException refused)
        {
            return new YamlEditResult(null, refused.Message, refused.Line);
        }
    }
}
