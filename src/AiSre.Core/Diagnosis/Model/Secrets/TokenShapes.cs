using System.Buffers;
using System.Text.RegularExpressions;

namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>Secrets that their own shape gives away.</summary>
/// <remarks>
/// The shapes are those that the issuers document (RFC 7519 for JWT). Logs are written by anybody, so every expression
/// is matched without backtracking: time grows with the text's length and with nothing else.
/// </remarks>
internal static class TokenShapes
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Tokens = new(
        string.Join('|',
        [
            @"eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*){1,4}", // JWT, JWS and JWE
            "eyJ[A-Za-z0-9+/_-]{40,}={0,2}", // any other JSON object in base64
            "gh[pousr]_[A-Za-z0-9_.-]{16,}", // GitHub
            "github_pat_[A-Za-z0-9_]{16,}",
            "gl(pat|dt|rt|ptt|soat|cbt)-[A-Za-z0-9_.-]{16,}", // GitLab
            "(AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}", // AWS
            "AIza[A-Za-z0-9_-]{35}", // Google Cloud
            @"ya29\.[A-Za-z0-9_.-]{16,}",
            "GOCSPX-[A-Za-z0-9_-]{20,}",
            "[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", // Azure (Entra) client secret
            "xox[abeoprs]-[A-Za-z0-9-]{10,}", // Slack
            "xapp-[A-Za-z0-9-]{10,}",
            "hooks[.]slack[.]com/(services|workflows|triggers)/[A-Za-z0-9/_-]{10,}",
            "(sk|rk|pk)_(live|test)_[A-Za-z0-9]{10,}", // Stripe
            "whsec_[A-Za-z0-9+/=]{16,}",
            "sk-[A-Za-z0-9_-]{20,}", // OpenAI, Anthropic and others
            "npm_[A-Za-z0-9]{36}",
            "pypi-[A-Za-z0-9_-]{16,}",
            "dckr_(pat|oat)_[A-Za-z0-9_-]{16,}", // Docker Hub
            "hf_[A-Za-z0-9]{30,}", // Hugging Face
            @"hv[sbr]\.[A-Za-z0-9_-]{20,}", // HashiCorp Vault
            @"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}", // SendGrid
            "do[opr]_v1_[0-9a-f]{64}", // DigitalOcean
            "dapi[0-9a-f]{32}", // Databricks
            "AGE-SECRET-KEY-1[A-Z0-9]{20,}",
        ]),
        Linear);

    private static readonly Regex Schemes = new(
        @"\b(?i:bearer|basic)\s+(?<value>[A-Za-z0-9._~+/=-]{8,})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex KeyHead = new("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----", Linear);
    private static readonly Regex KeyFoot = new("-----END [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----", Linear);

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Every token, bearer or basic credential and private key in the text.</summary>
    public static IEnumerable<SecretSpan> In(string text)
    {
        foreach (var match in Tokens.Matches(text).Cast<Match>())
        {
            yield return new(match.Index, match.Index + match.Length, SecretKind.Token);
        }

        foreach (var match in Schemes.Matches(text).Cast<Match>())
        {
            // "Basic authentication" and "bearer credentials" are prose.
            var value = match.Groups["value"];
            if (value.Length >= 20 || value.ValueSpan.ContainsAnyExcept(Letters))
            {
                yield return new(value.Index, value.Index + value.Length, SecretKind.Token);
            }
        }

        for (var head = KeyHead.Match(text); head.Success;)
        {
            // A key that is cut off has no foot: everything after its head is taken.
            var foot = KeyFoot.Match(text, head.Index + head.Length);
            var end = foot.Success ? foot.Index + foot.Length : text.Length;
            yield return new(head.Index, end, SecretKind.Key);
            head = KeyHead.Match(text, end);
        }
    }
}
