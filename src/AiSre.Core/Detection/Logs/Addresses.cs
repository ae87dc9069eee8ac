using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Detection.Logs;

/// <summary>Finds the host and port that a line speaks of.</summary>
internal static partial class Addresses
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>
    /// The most telling address: a name rather than a number, since a Service is found by it. Go's "dial tcp" names the number that
    /// the name in the URL before it resolved to.
    /// </summary>
    public static (string? Host, int? Port) Find(string text)
    {
        (string? Host, int? Port) number = default;
        foreach (Match match in HostAndPort().Matches(text))
        {
            // "read tcp 10.244.1.9:40211->10.96.0.10:5432": the first is the container itself.
            var group = match.Groups["port"];
            var after = group.Index + group.Length;
            if (text.AsSpan(after).StartsWith("->", StringComparison.Ordinal) || Host(match.Groups["host"].Value) is not { } host || IsPlaceInCode(host))
            {
                continue;
            }

            var found = (host, Port(group.Value));
            if (!IsNumeric(host))
            {
                return found;
            }

            number = number.Host is null ? found : number;
        }

        foreach (Match match in Url().Matches(text))
        {
            if (!IsReference(text.AsSpan(0, match.Index)) && Host(match.Groups["host"].Value) is { } host && !IsNumeric(host))
            {
                return (host, Port(match.Groups["port"].Value) ?? number.Port);
            }
        }

        foreach (Match match in Named().Matches(text))
        {
            if (Host(match.Groups["host"].Value) is { } host && (number.Host is null || !IsNumeric(host)))
            {
                return (host, Port(match.Groups["port"].Value) ?? number.Port);
            }
        }

        return number;
    }

    /// <summary>The address in the fields of an error that Node prints (<c>hostname: 'db',</c>), or in the question that libpq asks below one.</summary>
    public static (string? Host, int? Port) OfFields(IEnumerable<LogLine> lines)
    {
        (string? Host, int? Port) found = default;
        foreach (var line in lines)
        {
            if (Field().Match(line.Text) is { Success: true } field)
            {
                found = field.Groups["port"].Success ? (found.Host, Port(field.Groups["port"].Value)) : (found.Host ?? Host(field.Groups["host"].Value), found.Port);
            }
        }

        return found;
    }

    /// <summary>A host as it would be looked up; null for what cannot be one.</summary>
    public static string? Host(string value)
    {
        var host = value.Trim('[', ']', '\'', '"', '`', '/', ' ').TrimEnd('.');
        return host.Length is 0 or > 253 || host is "0.0.0.0" or "::" or "undefined" or "null" or "None" or "nil" || (!IsNumeric(host) && !host.Any(char.IsAsciiLetter)) ? null : host;
    }

    public static int? Port(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;

    public static bool IsNumeric(string host) => host.Contains(':', StringComparison.Ordinal) || (host.Count(c => c == '.') == 3 && host.All(c => char.IsAsciiDigit(c) || c == '.'));

    // "main.go:123", "UserService.cpp:94": a file and a line.
    private static bool IsPlaceInCode(string host)
    {
        var dot = host.LastIndexOf('.');
        return dot > 0 && host[(dot + 1)..].ToLowerInvariant()
            is "go" or "py" or "js" or "mjs" or "cjs" or "ts" or "tsx" or "java" or "kt" or "scala" or "clj" or "rb" or "php" or "rs" or "c" or "cc" or "cpp" or "cxx" or "h" or "hpp" or "cs" or "sh" or "pl"
            or "ex" or "exs" or "erl" or "lua" or "swift" or "conf" or "cfg" or "yaml" or "yml" or "json" or "xml" or "toml" or "ini" or "properties" or "sql" or "log";
    }

    // Links to explanations: "see https://…", "Background on this error at: https://…".
    private static bool IsReference(ReadOnlySpan<char> before)
    {
        var words = before[Math.Max(0, before.Length - 40)..].TrimEnd(" (\"'<[").ToString();
        return Reference().IsMatch(words);
    }

    [GeneratedRegex(@"(?:^|[\s""'`(\[<=/@,|{>])(?<host>[a-z_][\w.-]*|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[[0-9a-f:.]+\]):(?<port>\d{2,5})(?:$|[^\w.:]|:(?:\D|$)|\.(?:\D|$))", Options)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]{1,30}://(?:[^\s/@""']{0,200}@)?(?<host>\[[0-9a-f:.]+\]|[\w-][\w.-]*)(?::(?<port>\d{1,5}))?", Options)]
    private static partial Regex Url();

    [GeneratedRegex(
        @"\bhost(?:name)?\s?[=:]\s?[""']?(?<host>[\w.-]+)[""']?(?:,? ?port\s?[=:]\s?(?<port>\d+))?"
        + @"|\b(?:server|host|node|database|broker|upstream|endpoint|instance|address|service|hosts?|to|at)(?: (?:at|on|named|name))? [""'`](?<host>[\w.-]+)[""'`](?:,? ?\(?port:? (?<port>\d+))?"
        + @"|\('(?<host>[\w.-]+)', (?<port>\d+)\)"
        + @"|\b(?<host>[a-z0-9][\w.-]*),? (?:on |at )?port:? (?<port>\d+)",
        Options)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\s*(?:(?:host|hostname|address): '(?<host>[\w.-]+)'|port: (?<port>\d{1,5})),?\s*$|\brunning on host ""(?<host>[\w.-]+)""|\bconnections on port (?<port>\d{1,5})\?", Options)]
    private static partial Regex Field();

    [GeneratedRegex(@"\b(?:see|visit|at:|docs?|documentation|information|info|help|details|refer to|reference|read|consult)\W*$", Options)]
    private static partial Regex Reference();
}
