using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>Secrets in plain text that the words around them give away: assignments, flags, headers, URLs, connection strings.</summary>
/// <remarks>Expressions find where a value begins, without backtracking; <see cref="ValueAt"/> finds where it ends.</remarks>
internal static class NamedSecrets
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>A name, then <c>=</c>, <c>:</c>, <c>:=</c> or <c>=&gt;</c>, as in <c>"password": "…"</c> or <c>DB_PASSWORD=…</c>.</summary>
    private static readonly Regex Assignment = new(@"(?<name>[A-Za-z_][A-Za-z0-9_.-]*)(\\*[""'])?[ \t]*(?<sign>:=|=>|==|=|:)[ \t]*", Linear);

    private static readonly Regex Flag = new(@"(^|[\s""'=])--?(?<name>[A-Za-z][A-Za-z0-9_.-]*)[ \t]+", Linear);

    private static readonly Regex Option = new(
        @"\b((mysql|mysqldump|mysqladmin|mariadb)\b[^\n|;&]*\s-p|sshpass\s+-p\s*|redis-cli\b[^\n|;&]*\s-a\s+)(?<value>[^\s""']+)", Linear);

    private static readonly Regex UserFlag = new(@"(^|[\s""'])(-u|--user|--proxy-user)[ =]?[""']?[^\s:""']+:(?<value>[^\s""']+)", Linear);

    private static readonly Regex DriverUrl = new(@"[^\s:@/""'=]+:(?<value>[^\s""']+)@((tcp|tcp4|tcp6|udp|unix)\(|/)", Linear);

    private static readonly Regex Scheme = new(@"[A-Za-z][A-Za-z0-9+.-]*://", Linear);

    private const int LongestUrl = 4096;

    private static readonly SearchValues<char> UrlEnds = SearchValues.Create(" \t\r\n\"'<>`");

    private static readonly Regex Element = new(@"<(?<name>[A-Za-z_][A-Za-z0-9_.:-]*)[^<>]*>(?<value>[^<]+)</", Linear);

    private static readonly Regex NameAndValue = new(@"\bname:[ \t]*(?<name>[^\s]+)[ \t]*\r?\n[ \t]*value:[ \t]*", Linear);

    private static readonly Regex AuthScheme = new(@"\A[\[\\""' ]*((?i:bearer|basic|token|digest|negotiate|apikey|aws4-hmac-sha256)[ \t]+)?", Linear);

    private static readonly Regex Reference = new(@"\A(\$\([A-Za-z_][A-Za-z0-9_.-]*\)|\$\{[A-Za-z_][A-Za-z0-9_.-]*\}|\$[A-Z_][A-Z0-9_]*|\{\{[^{}]*\}\})\z", Linear);

    private static readonly Regex NextField = new(@"\A[,;&](\s|\z|[A-Za-z_][A-Za-z0-9_. -]*\\*[""']?[=:])", Linear);

    /// <summary>What logs say after <c>password:</c> that is not one.</summary>
    private static readonly FrozenSet<string> Remarks = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "true", "false", "null", "nil", "none", "<nil>", "empty", "invalid", "missing", "not", "required", "expired", "no", "is", "was", "must", "cannot",
        "failed", "error", "expected", "unexpected", "unknown", "unauthorized", "denied", "the", "a", "an", "for", "in", "***", "[redacted]", "<redacted>");

    /// <summary>Every such value in the text.</summary>
    public static IEnumerable<SecretSpan> In(string text) =>
        Assigned(text).Concat(Flagged(text)).Concat(InUrls(text)).Concat(InYaml(text))
            .Concat(InElements(text)).Concat(Valued(Option, text)).Concat(Valued(UserFlag, text)).Concat(Valued(DriverUrl, text))
            .Where(span => span.End > span.Start);

    private static IEnumerable<SecretSpan> Assigned(string text)
    {
        // What lies inside a value that was found is not looked at again: a log of nothing but "token=token=" would take for ever.
        var done = 0;
        foreach (var match in Assignment.Matches(text).Cast<Match>())
        {
            var name = match.Groups["name"].Value;
            if (match.Index < done || !SecretNames.IsSecret(name))
            {
                continue;
            }

            var start = match.Index + match.Length;
            if (SecretNames.IsHeader(name))
            {
                var header = Header(text, start);
                done = header.End;
                yield return header;
                continue;
            }

            var (from, to) = ValueAt(text, start);
            var value = text[from..Math.Min(to, from + SecretNames.LongestName)];
            var colon = match.Groups["sign"].ValueSpan is ":";
            if (Reference.IsMatch(value)
                || (colon && Remarks.Contains(value.TrimEnd(',', '.', ';', ')', ']')))
                || (colon && SecretNames.IsWeak(name) && !SecretNames.LooksRandom(value)))
            {
                continue;
            }

            done = to;
            yield return new(from, to, SecretKind.Password);
        }
    }

    private static SecretSpan Header(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny("\r\n\"'") is var stop and >= 0 ? start + stop : text.Length;

        // The value itself may be quoted: then it goes up to the closing quote.
        var skipped = AuthScheme.Match(text[start..Math.Min(text.Length, start + 256)]).Length;
        if (start + skipped >= end)
        {
            var from = Math.Min(text.Length, start + skipped);
            end = text.AsSpan(from).IndexOfAny("\r\n\"'") is var next and >= 0 ? from + next : text.Length;
        }

        return new(Math.Min(start + skipped, end), end, SecretKind.Token);
    }

    private static IEnumerable<SecretSpan> Flagged(string text)
    {
        var done = 0;
        foreach (var match in Flag.Matches(text).Cast<Match>())
        {
            if (match.Index < done || !SecretNames.IsSecret(match.Groups["name"].Value))
            {
                continue;
            }

            var (from, to) = ValueAt(text, match.Index + match.Length);
            if (from < text.Length && text[from] != '-' && !Reference.IsMatch(text.AsSpan(from, to - from)))
            {
                done = to;
                yield return new(from, to, SecretKind.Password);
            }
        }
    }

    /// <summary>The password, or a token in its place, between <c>://</c> and <c>@</c>.</summary>
    private static IEnumerable<SecretSpan> InUrls(string text) =>
        Scheme.Matches(text).SelectMany(match => InUserInfo(text, match.Index + match.Length));

    private static List<SecretSpan> InUserInfo(string text, int start)
    {
        var found = new List<SecretSpan>();
        var rest = text.AsSpan(start, Math.Min(text.Length - start, LongestUrl));
        rest = rest[..(rest.IndexOfAny(UrlEnds) is var stop and >= 0 ? stop : rest.Length)];
        var authority = rest[..(rest.IndexOfAny("/?#") is var slash and >= 0 ? slash : rest.Length)];
        var at = authority.LastIndexOf('@');
        if (at < 0 && authority.IndexOf(':') is var colon and >= 0 && authority[(colon + 1)..].ContainsAnyExceptInRange('0', '9'))
        {
            // What follows the colon is no port: a password with an unescaped slash, question mark or hash.
            at = rest.LastIndexOf('@');
        }

        if (at <= 0)
        {
            return found;
        }

        var split = rest[..at].IndexOf(':');
        var user = split < 0 ? at : split;
        if (user > 24 || SecretNames.LooksRandom(rest[..user].ToString()))
        {
            found.Add(new(start, start + user, SecretKind.Token));
        }

        if (split >= 0 && !Reference.IsMatch(rest[(split + 1)..at]))
        {
            found.Add(new(start + split + 1, start + at, SecretKind.Password));
        }

        return found;
    }

    /// <summary>Environment literals in YAML that is kept as text, such as Helm values in an Application.</summary>
    private static IEnumerable<SecretSpan> InYaml(string text)
    {
        foreach (var match in NameAndValue.Matches(text).Cast<Match>())
        {
            var start = match.Index + match.Length;
            var (from, to) = ValueAt(text, start);
            if (from == start && (start >= text.Length || text[start] is not ('|' or '>')))
            {
                // A plain scalar goes on to the end of its line, blanks included.
                to = text.AsSpan(start).IndexOfAny('\r', '\n') is var line and >= 0 ? start + line : text.Length;
            }

            yield return new(from, to, SecretKind.Env);
        }
    }

    private static IEnumerable<SecretSpan> InElements(string text) =>
        Element.Matches(text).Where(match => SecretNames.IsSecret(match.Groups["name"].Value)).Select(match => match.Groups["value"])
            .Select(value => new SecretSpan(value.Index, value.Index + value.Length, SecretKind.Password));

    private static IEnumerable<SecretSpan> Valued(Regex expression, string text) =>
        expression.Matches(text).Select(match => match.Groups["value"]).Where(value => !Reference.IsMatch(value.ValueSpan))
            .Select(value => new SecretSpan(value.Index, value.Index + value.Length, SecretKind.Password));

    /// <summary>Where the value that begins here ends: at its closing quote, after its indented block, or before what looks like the next field.</summary>
    private static (int From, int To) ValueAt(string text, int start)
    {
        var slashes = start;
        while (slashes < text.Length && text[slashes] == '\\')
        {
            slashes++;
        }

        if (slashes < text.Length && text[slashes] is '"' or '\'' or '`')
        {
            return Quoted(text, slashes + 1, text[slashes], slashes - start);
        }

        if (start < text.Length && text[start] is '|' or '>' && BlockEnd(text, start) is { } block)
        {
            return (start, block);
        }

        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'')
            && !(text[end] is ',' or ';' or '&' && NextField.IsMatch(text[end..Math.Min(text.Length, end + 80)])))
        {
            end++;
        }

        return (start, end);
    }

    private static (int From, int To) Quoted(string text, int from, char quote, int escapes)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                continue;
            }

            var slashes = 0;
            while (i - slashes > from && text[i - slashes - 1] == '\\')
            {
                slashes++;
            }

            // Inside escaped quotes (\") the closing quote carries as many slashes; inside plain ones an odd number escapes it.
            if (escapes > 0 ? slashes == escapes : slashes % 2 == 0)
            {
                return (from, i - (escapes > 0 ? slashes : 0));
            }
        }

        return (from, text.Length);
    }

    /// <summary>The end of a YAML block scalar's indented lines; null where there are none.</summary>
    private static int? BlockEnd(string text, int start)
    {
        var lineEnd = text.IndexOf('\n', start);
        if (lineEnd < 0 || text.AsSpan(start + 1, lineEnd - start - 1).Trim().Length > 2)
        {
            return null;
        }

        var end = lineEnd;
        while (end >= 0 && end + 1 < text.Length && text[end + 1] is ' ' or '\t' or '\r' or '\n')
        {
            var next = text.IndexOf('\n', end + 1);
            end = next < 0 ? text.Length : next;
        }

        return end > lineEnd ? Math.Min(end, text.Length) : null;
    }
}
