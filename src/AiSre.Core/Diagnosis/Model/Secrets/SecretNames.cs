using System.Collections.Frozen;

namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>Tells from a name (of a variable, field, flag or header) whether its value is a secret.</summary>
internal static class SecretNames
{
    /// <summary>Anything longer is no name of an image, host or object.</summary>
    public const int LongestName = 512;

    private static readonly string[] Stems =
    [
        "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "credential", "apikey", "accesskey", "secretkey",
        "privatekey", "signingkey", "encryptionkey", "accountkey", "sharedkey", "masterkey", "authkey", "connectionstring",
    ];

    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        "pass", "pw", "pat", "dsn", "jwt", "auth", "authorization", "cookie", "session", "sessionid", "sig", "signature", "otp", "bearer");

    private static readonly string[] KeyPairs =
        ["api", "access", "secret", "private", "signing", "encryption", "account", "shared", "master", "auth", "client", "ssh", "license"];

    /// <summary>Last words that make a name mean something about a secret instead of the secret: <c>secretName</c>, <c>TOKEN_FILE</c>.</summary>
    private static readonly FrozenSet<string> About = FrozenSet.Create(
        "name", "names", "namespace", "file", "files", "path", "dir", "ref", "refs", "type", "class", "store", "provider", "policy", "length",
        "expiry", "expires", "expiration", "seconds", "ttl", "enabled", "required", "count", "limit", "version", "mount", "volume",
        "url", "uri", "endpoint", "host", "issuer", "audience", "reviewer", "controller", "manager", "operator", "rotation");

    /// <summary>Words that make <c>tokens</c> a number of them: <c>max_tokens</c>.</summary>
    private static readonly FrozenSet<string> Counts =
        FrozenSet.Create("max", "min", "num", "total", "prompt", "completion", "used", "input", "output");

    private static readonly FrozenSet<string> Weak =
        FrozenSet.Create("secret", "secrets", "token", "tokens", "auth", "credential", "credentials", "session", "sig", "signature", "pat", "otp", "bearer");

    private static readonly FrozenSet<string> Headers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token", "x-vault-token", "private-token");

    /// <summary>Whether the value of this name is a secret.</summary>
    public static bool IsSecret(string name)
    {
        if (Headers.Contains(name))
        {
            return true;
        }

        var words = Split(name);
        if (words.Count == 0 || About.Contains(words[^1]) || (words[^1] == "tokens" && words.Any(Counts.Contains)))
        {
            return false;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (Words.Contains(words[i])
                || Stems.Any(stem => words[i].Contains(stem, StringComparison.Ordinal))
                || (i > 0 && words[i] == "key" && KeyPairs.Contains(words[i - 1]))
                || (i > 0 && words[i - 1] == "connection" && words[i] == "string"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether prose and references use the name as well (<c>secret: db-credentials</c>), so that after a colon
    /// only a value that looks random is taken for a secret.
    /// </summary>
    public static bool IsWeak(string name) => Weak.Contains(name.ToLowerInvariant());

    /// <summary>Whether it is an HTTP header whose value goes on to the end of the line.</summary>
    public static bool IsHeader(string name) => Headers.Contains(name);

    /// <summary>
    /// Whether a value looks random rather than written by a person. A name of words and short numbers
    /// (<c>registry.example:5000/shop:1.2</c>) does not, since images, hosts and object names have to stay readable.
    /// </summary>
    public static bool LooksRandom(string value)
    {
        if (value.Length is < 8 or >= LongestName)
        {
            return value.Length >= LongestName;
        }

        foreach (var part in value.Split(['-', '.', '/', ':', '_', '@', ',', ' ']))
        {
            var letters = 0;
            while (letters < part.Length && char.IsAsciiLetter(part[letters]))
            {
                letters++;
            }

            var tail = part.AsSpan(letters);
            var reads = tail.Length <= 5 && !tail.ContainsAnyExceptInRange('0', '9') && !MixesCase(part.AsSpan(0, letters));
            if (!reads)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>More than one change from small to capital letters, which words, names and CamelCase of two words lack.</summary>
    private static bool MixesCase(ReadOnlySpan<char> letters)
    {
        var changes = 0;
        for (var i = 1; i < letters.Length; i++)
        {
            changes += char.IsAsciiLetterLower(letters[i - 1]) && char.IsAsciiLetterUpper(letters[i]) ? 1 : 0;
        }

        return changes > 2;
    }

    private static List<string> Split(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var separator = i == name.Length || !char.IsAsciiLetter(name[i]);
            var hump = !separator && i > start && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]);
            if (!separator && !hump)
            {
                continue;
            }

            if (i > start)
            {
                words.Add(name[start..i].ToLowerInvariant());
            }

            start = separator ? i + 1 : i;
        }

        return words;
    }
}
