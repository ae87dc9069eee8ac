namespace AiSre.Detection.Logs;

/// <summary>All wordings, in the order in which they are tried: a line can hold several, and the first one counts.</summary>
internal static class LogRules
{
    // "could not connect to server: FATAL: password authentication failed" is about the password, "dial tcp: lookup db: i/o timeout" about
    // the name, "curl: (60) SSL certificate problem: certificate has expired" about the certificate: the finer family first.
    private static readonly LogRule[] All =
    [
        .. NoisePatterns.Rules,
        .. AccessPatterns.Rbac,
        .. ResourcePatterns.Rules,
        .. AccessPatterns.Certificates,
        ExpiryNotices.Rule,
        .. CommandPatterns.Rules,
        .. DnsPatterns.Rules,
        .. ConfigurationPatterns.Credentials,
        .. AccessPatterns.Trust,
        .. AccessPatterns.Permission,
        .. RuntimePatterns.Schema,
        .. ClientPatterns.Rules,
        .. ConnectionPatterns.Rules,
        .. RuntimePatterns.Build,
        .. RuntimePatterns.Bugs,
        .. EnvironmentPatterns.Rules,
        .. EnvironmentPatterns.Flags,
        .. ConfigurationPatterns.Rules,
        .. ClientPatterns.Plain,
        .. RuntimePatterns.Uncaught,
    ];

    private static readonly System.Buffers.SearchValues<string> AnyTrigger = System.Buffers.SearchValues.Create(
        [.. All.Concat(RuntimePatterns.InTrace).SelectMany(rule => rule.Triggers).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);

    /// <summary>What a line says, by the first rule that knows its wording; null when none does.</summary>
    public static Hit? Read(LogLine line, bool crashed)
    {
        if (!line.Text.AsSpan().ContainsAny(AnyTrigger))
        {
            return null;
        }

        foreach (var rule in All)
        {
            if ((crashed || !rule.CrashOnly) && Read(line, rule) is { } hit)
            {
                return hit;
            }
        }

        if (line.IsInTrace || !line.IsHead)
        {
            foreach (var rule in RuntimePatterns.InTrace)
            {
                if (Read(line, rule) is { } hit)
                {
                    return hit;
                }
            }
        }

        return null;
    }

    /// <summary>What a line says by one rule; null when that does not know its wording.</summary>
    /// <param name="search">Whether to look for an address where the rule finds none, or one in numbers only.</param>
    public static Hit? Read(LogLine line, LogRule rule, bool search = true)
    {
        if (rule.Match(line.Text) is not { } match)
        {
            return null;
        }

        var (host, port) = (Addresses.Host(match.Groups["host"].Value), Addresses.Port(match.Groups["port"].Value));
        var isSearched = false;
        if (search && rule.Addressed && (host is null || Addresses.IsNumeric(host)) && Addresses.Find(line.Text) is { Host: { } found } address)
        {
            isSearched = host is null || !Addresses.IsNumeric(found);
            (host, port) = isSearched ? (found, address.Port ?? port) : (host, port);
        }

        if (rule.NeedsHost && host is null)
        {
            return null;
        }

        var subject = match.Groups["subject"].Value.Trim().TrimEnd('.', ',', ':', ';', ')');
        return new Hit
        {
            Line = line,
            Rule = rule,
            Code = rule.Code,
            Telling = rule.Telling == Telling.Vague && host is not null && rule.Code == RootCause.DependencyUnavailable ? Telling.Specific
                : rule.Telling == Telling.Uncaught && NoisePatterns.Generic.Match(line.Text) is not null ? Telling.Somehow
                : rule.Telling,
            Words = match.Value,
            Host = host,
            IsHostSearched = isSearched,
            Port = port,
            Subject = subject.Length is 0 or > 200 ? null : subject,
            Runtime = rule.Runtime,
            IsFatal = rule.IsFatal || line.Level == LineLevel.Fatal,
        };
    }
}
