using System.Collections.Immutable;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.Kubernetes.Selectors;

/// <summary>A field selector: <c>metadata.name=web,status.phase!=Running</c>. Only the fields that the kind offers may be named.</summary>
public sealed class FieldSelector
{
    private readonly ImmutableArray<Term> terms;

    private FieldSelector(ImmutableArray<Term> terms) => this.terms = terms;

    public static FieldSelector Everything { get; } = new([]);

    public bool IsEverything => terms.IsEmpty;

    /// <exception cref="StatusException">400 when it does not parse or names a field that the kind does not offer.</exception>
    public static FieldSelector Parse(string? text, KindDefinition kind) =>
        string.IsNullOrWhiteSpace(text) ? Everything : new([.. text.Split(',').Select(part => ParseTerm(part.Trim(), text, kind))]);

    public bool Matches(StoredObject obj)
    {
        foreach (var term in terms)
        {
            if ((term.ValueOf(obj) == term.Value) == term.Negated)
            {
                return false;
            }
        }

        return true;
    }

    private static Term ParseTerm(string part, string whole, KindDefinition kind)
    {
        var (at, length, negated) = (part.IndexOf("!=", StringComparison.Ordinal), 2, true);
        if (at < 0)
        {
            at = part.IndexOf('=', StringComparison.Ordinal);
            (length, negated) = (part.AsSpan(Math.Max(at, 0)).StartsWith("==") ? 2 : 1, false);
        }

        if (at <= 0)
        {
            throw StatusException.BadRequest($"invalid selector: '{whole}'; can't understand '{part}'");
        }

        var field = part[..at].Trim();
        var index = field switch
        {
            "metadata.name" => Term.Name,
            "metadata.namespace" when kind.IsNamespaced => Term.Namespace,
            _ => kind.SelectableFields.IndexOf(field),
        };
        return index == -1
            ? throw StatusException.BadRequest(kind.IsCustom
                ? $"field label not supported: {field}"
                : $"Unable to find \"{kind.ApiVersion}, Resource={kind.Plural}\" that match label selector \"\", field selector \"{whole}\": field label not supported: {field}")
            : new(index, part[(at + length)..].Trim(), negated);
    }

    private sealed record Term(int Field, string Value, bool Negated)
    {
        public const int Name = -2;
        public const int Namespace = -3;

        public string ValueOf(StoredObject obj) => Field switch
        {
            Name => obj.Name,
            Namespace => obj.Namespace ?? "",
            _ => obj.Fields[Field] ?? "",
        };
    }
}
