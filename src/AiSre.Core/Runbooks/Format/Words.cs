using System.Text.RegularExpressions;

namespace AiSre.Runbooks.Format;

/// <summary>How front matter writes codes.</summary>
internal static partial class Words
{
    /// <summary><c>RequireApproval</c> is <c>require-approval</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Of(value.ToString());

    /// <summary><c>exitCode</c> is <c>exit-code</c>.</summary>
    public static string Of(string name) => Humps().Replace(name, "-$0").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}
