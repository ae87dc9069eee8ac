using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>
/// The one filter that everything passes before a model sees it. One instance per incident: the same value always becomes the same
/// placeholder, <c>‹redacted:token:1›</c>, so that a reader still sees that two places hold the same value.
/// </summary>
/// <remarks>
/// <para>
/// Only the secrets are replaced; every other character stays, so a quotation of the redacted text without a placeholder is a quotation
/// of the evidence. Images, hosts, reasons and object names stay readable. In doubt a value is redacted.
/// </para>
/// <para>
/// A value that one piece of evidence gives away (a Secret's data, a token in a flag) may stand bare in another (a log line): so all
/// texts are given first, and <see cref="Redact"/> finds what any of them gave away. Pure but for what it remembers; not for concurrent use.
/// </para>
/// </remarks>
public sealed class Redaction
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _placeholders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SecretKind> _known = new(StringComparer.Ordinal);

    /// <summary>Learns the secrets of all texts.</summary>
    /// <param name="texts">Every text that will be redacted.</param>
    /// <param name="secret">A secret that is known beforehand and may stand in any of them, if there is one.</param>
    public Redaction(IEnumerable<string> texts, string? secret = null)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            _known.Add(secret, SecretKind.Token);
        }

        foreach (var text in texts)
        {
            Redact(text);
        }

        _placeholders.Clear();
    }

    /// <summary>How many different values were redacted so far.</summary>
    public int Count => _placeholders.Count;

    /// <summary>The text with a placeholder for each secret.</summary>
    /// <param name="text">JSON, lines of JSON, or plain text.</param>
    public string Redact(string text) => RedactJson(text) ?? RedactLines(text);

    private string? RedactJson(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        if (JsonSpan.Read(utf8) is not { } root)
        {
            return null;
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (value, kind, name) in JsonSecrets.In(root))
        {
            var redacted = kind is { } secret ? Whole(value.Text, secret, name) : Redact(value.Text);
            if (redacted == value.Text)
            {
                continue;
            }

            result.Append(Encoding.UTF8.GetString(utf8, done, value.Start - done)).Append(JsonSerializer.Serialize(redacted, Readable));
            done = value.End;
        }

        return result.Append(Encoding.UTF8.GetString(utf8, done, utf8.Length - done)).ToString();
    }

    /// <summary>A value that is secret as a whole, by its place.</summary>
    private string Whole(string value, SecretKind kind, string? name)
    {
        // Configuration and plain variables hold hosts, images and words like "info": those are redacted here and stay readable elsewhere.
        if (kind is SecretKind.Data || (name is not null && SecretNames.IsSecret(name)))
        {
            Remember(value, kind);
            if (kind is SecretKind.Data && Decoded(value) is { } decoded)
            {
                Remember(decoded, kind);
            }
        }

        return Placeholder(value, kind);
    }

    /// <summary>Plain text, where single lines may be, or end with, JSON.</summary>
    private string RedactLines(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return RedactPlain(text);
        }

        var result = new StringBuilder(text.Length);
        var plain = new StringBuilder();
        foreach (var line in text.Split('\n').Select((line, index) => index == 0 ? line : "\n" + line))
        {
            var brace = line.IndexOf('{', StringComparison.Ordinal);
            if (brace < 0 || RedactJson(line[brace..]) is not { } json)
            {
                plain.Append(line);
                continue;
            }

            plain.Append(line, 0, brace);
            result.Append(RedactPlain(plain.ToString())).Append(json);
            plain.Clear();
        }

        return result.Append(RedactPlain(plain.ToString())).ToString();
    }

    private string RedactPlain(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var found = TokenShapes.In(text).Concat(NamedSecrets.In(text)).ToList();
        foreach (var span in found)
        {
            Remember(text[span.Start..span.End], span.Kind);
        }

        found.AddRange(Known(text));
        if (found.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        foreach (var span in Joined(found))
        {
            result.Append(text, done, span.Start - done).Append(Placeholder(text[span.Start..span.End], span.Kind));
            done = span.End;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private void Remember(string value, SecretKind kind)
    {
        // A word that people also use for other things ("postgres") would take names and images with it.
        if (kind is SecretKind.Token or SecretKind.Key || SecretNames.LooksRandom(value))
        {
            if (value.Length >= 8)
            {
                _known.TryAdd(value, kind);
            }
        }
    }

    private IEnumerable<SecretSpan> Known(string text)
    {
        foreach (var (value, kind) in _known)
        {
            for (var at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at + value.Length, StringComparison.Ordinal))
            {
                yield return new(at, at + value.Length, kind);
            }
        }
    }

    /// <summary>Overlapping spans as one, so that no part of any of them is left over.</summary>
    private static IEnumerable<SecretSpan> Joined(IEnumerable<SecretSpan> spans)
    {
        SecretSpan? open = null;
        foreach (var span in spans.OrderBy(span => span.Start).ThenByDescending(span => span.End))
        {
            if (open is { } last && span.Start < last.End)
            {
                open = last with { End = Math.Max(last.End, span.End) };
                continue;
            }

            if (open is { } closed)
            {
                yield return closed;
            }

            open = span;
        }

        if (open is { } final)
        {
            yield return final;
        }
    }

    private string Placeholder(string value, SecretKind kind)
    {
        if (!_placeholders.TryGetValue(value, out var placeholder))
        {
            placeholder = $"‹redacted:{kind.ToString().ToLowerInvariant()}:{_placeholders.Count + 1}›";
            _placeholders.Add(value, placeholder);
        }

        return placeholder;
    }

    private static string? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.Contains('�', StringComparison.Ordinal) ? null : text.Trim();
    }
}
