using System.Collections.Immutable;

namespace AiSre.Playground.Kubernetes.Selectors;

/// <summary>A label selector: every requirement has to hold. Equality (<c>a=b</c>, <c>a!=b</c>) and set-based (<c>a in (b,c)</c>, <c>a notin (b)</c>, <c>a</c>, <c>!a</c>).</summary>
public sealed class LabelSelector
{
    private readonly ImmutableArray<Requirement> requirements;

    private LabelSelector(ImmutableArray<Requirement> requirements) => this.requirements = requirements;

    public static LabelSelector Everything { get; } = new([]);

    public bool IsEverything => requirements.IsEmpty;

    /// <summary>Reads the query form of a selector.</summary>
    /// <exception cref="StatusException">400 when it does not parse.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Everything;
        }

        return new([.. SplitOutsideParentheses(text).Select(part => ParseRequirement(part.Trim(), text))]);
    }

    /// <summary>Reads the form of a workload's <c>spec.selector</c>: matchLabels and matchExpressions.</summary>
    public static LabelSelector FromObject(System.Text.Json.Nodes.JsonObject? selector)
    {
        var requirements = ImmutableArray.CreateBuilder<Requirement>();
        foreach (var (key, value) in selector.Map("matchLabels"))
        {
            requirements.Add(new(key, Operator.In, [value]));
        }

        foreach (var expression in selector.Items("matchExpressions"))
        {
            var kind = Enum.TryParse<Operator>(expression.Text("operator"), out var parsed) ? parsed : throw Unparseable(expression.ToJsonString());
            requirements.Add(new(expression.Text("key") ?? "", kind, [.. expression.Texts("values")]));
        }

        return new(requirements.ToImmutable());
    }

    public bool Matches(ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }

    private static Requirement ParseRequirement(string part, string whole)
    {
        if (part.StartsWith('!'))
        {
            return new(Key(part[1..], whole), Operator.DoesNotExist, []);
        }

        foreach (var (sign, kind) in new[] { ("!=", Operator.NotIn), ("==", Operator.In), ("=", Operator.In) })
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0)
            {
                return new(Key(part[..at], whole), kind, [part[(at + sign.Length)..].Trim()]);
            }
        }

        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return new(Key(part, whole), Operator.Exists, []);
        }

        var words = part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !part.EndsWith(')'))
        {
            throw Unparseable(whole);
        }

        ImmutableArray<string> values = [.. part[(open + 1)..^1].Split(',').Select(value => value.Trim())];
        return words[1] switch
        {
            "in" => new(Key(words[0], whole), Operator.In, values),
            "notin" => new(Key(words[0], whole), Operator.NotIn, values),
            _ => throw Unparseable(whole),
        };
    }

    private static string Key(string text, string whole)
    {
        var key = text.Trim();
        return key.Length > 0 && !key.Contains(' ', StringComparison.Ordinal) ? key : throw Unparseable(whole);
    }

    private static IEnumerable<string> SplitOutsideParentheses(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static StatusException Unparseable(string text) =>
        StatusException.BadRequest($"unable to parse requirement: found '{text}', expected: identifier, '!', 'in', 'notin', '=', '==' or '!='");

    private enum Operator
    {
        In,
        NotIn,
        Exists,
        DoesNotExist,
    }

    private sealed record Requirement(string Key, Operator Operator, ImmutableArray<string> Values)
    {
        public bool Matches(ReadOnlySpan<KeyValuePair<string, string>> labels)
        {
            string? value = null;
            foreach (var label in labels)
            {
                if (label.Key == Key)
                {
                    value = label.Value;
                    break;
                }
            }

            // An object without the label satisfies "notin" and "!=", as in Kubernetes.
            return Operator switch
            {
                Operator.In => value is not null && Values.Contains(value),
                Operator.NotIn => value is null || !Values.Contains(value),
                Operator.Exists => value is not null,
                _ => value is null,
            };
        }
    }
}
