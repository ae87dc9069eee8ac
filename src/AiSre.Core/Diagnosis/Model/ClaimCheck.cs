using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Diagnosis.Model;

/// <summary>Keeps of a model's answer what the evidence supports, word for word. Pure.</summary>
/// <remarks>That a quotation exists is all a machine can prove; that the claim follows from it is for the reader, who sees both.</remarks>
internal static class ClaimCheck
{
    private const int MostClaims = 12;
    private const int MostCitations = 6;
    private const int MostMissing = 6;
    private const int LongestText = 1000;

    /// <summary>Shorter quotations (<c>false</c>, <c>1</c>) are in any evidence and prove nothing.</summary>
    private const int ShortestQuote = 6;

    private static readonly FrozenDictionary<string, RootCause> Codes =
        Enum.GetValues<RootCause>().ToFrozenDictionary(code => code.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The checked analysis, or why nothing is left of it.</summary>
    /// <param name="claims">What the model wrote.</param>
    /// <param name="question">What it was asked.</param>
    /// <param name="evidence">The evidence as the model was given it: redacted.</param>
    public static ModelAnswer Check(ModelClaims claims, ModelQuestion question, ImmutableArray<EvidenceText> evidence)
    {
        if (Clean(claims.Statement) is not { Length: > 0 } statement)
        {
            return ModelAnswer.None("The model's answer states no cause; another model may do better.");
        }

        if (claims.Code is null || !Codes.TryGetValue(claims.Code.Trim(), out var code))
        {
            return ModelAnswer.None($"The model named the cause '{Short(claims.Code)}', which is none of the known codes; another model may do better.");
        }

        if (FindObject(claims.Object, question, evidence) is not { } target)
        {
            return ModelAnswer.None(
                $"The model named the object '{Short(claims.Object?.Kind)}/{Short(claims.Object?.Name)}', which no evidence mentions; its analysis was dropped.");
        }

        var all = claims.Claims ?? [];
        var links = all.Take(MostClaims).Select(claim => Supported(claim, question, evidence)).OfType<CausalLink>().ToImmutableArray();
        var dropped = all.Length - links.Length;
        if (links.IsEmpty)
        {
            return ModelAnswer.None(
                $"The model's analysis was dropped: none of its {all.Length} claims is supported by a quotation of the evidence.", droppedClaims: dropped);
        }

        return ModelAnswer.Of(
            new RootCauseAnalysis
            {
                Code = code,
                Object = target,
                Statement = statement,
                Chain = links,
                Missing = [.. (claims.Missing ?? []).Select(Clean).Where(text => text.Length > 0).Take(MostMissing)],
            },
            dropped);
    }

    private static CausalLink? Supported(ModelClaim? claim, ModelQuestion question, ImmutableArray<EvidenceText> evidence)
    {
        var citations = Quoted(claim?.Citations, evidence);
        return Clean(claim?.Statement) is { Length: > 0 } statement && !citations.IsEmpty
            ? new CausalLink(ObjectOf(citations[0].Evidence, question), statement, citations)
            : null;
    }

    /// <summary>The quotations that stand in the evidence.</summary>
    public static ImmutableArray<Citation> Quoted(ImmutableArray<ModelCitation?>? citations, ImmutableArray<EvidenceText> evidence) =>
    [
        .. (citations ?? []).Take(MostCitations).OfType<ModelCitation>()
            .Where(citation => IsQuoted(citation, evidence))
            .Select(citation => new Citation(citation.Evidence!.Trim(), citation.Quote!.Trim())),
    ];

    private static bool IsQuoted(ModelCitation citation, ImmutableArray<EvidenceText> evidence) =>
        citation is { Evidence: { } address, Quote: { } quote }
        && quote.Length <= LongestText
        && quote.Count(letter => !char.IsWhiteSpace(letter)) >= ShortestQuote
        && evidence.Any(item => item.Address == address.Trim() && Quotations.Contains(item.Text, quote));

    /// <summary>The object that the evidence is about: a log is about its pod, an event is itself.</summary>
    private static ObjectRef ObjectOf(string address, ModelQuestion question)
    {
        var parts = address.Split('/');
        var named = parts switch
        {
            ["log", var space, var pod, ..] => new ObjectRef("v1", "Pod", space, pod),
            [var kind, var space, .. var name] when name.Length > 0 => new ObjectRef("", kind, space, string.Join('/', name)),
            [var kind, var name] => new ObjectRef("", kind, null, name),
            _ => new ObjectRef("", address, null, ""),
        };
        return Known(question).FirstOrDefault(known => known.Address == named.Address) ?? named;
    }

    /// <summary>The object at fault: one that is known, or one whose name at least stands in the evidence (a Secret that is missing).</summary>
    private static ObjectRef? FindObject(ModelObject? named, ModelQuestion question, ImmutableArray<EvidenceText> evidence)
    {
        if (named is not { Kind: { Length: > 0 and < 64 } kind, Name: { Length: > 0 and < 254 } name })
        {
            return null;
        }

        var target = new ObjectRef("", kind.Trim(), string.IsNullOrWhiteSpace(named.Namespace) ? null : named.Namespace.Trim(), name.Trim());
        return Known(question).FirstOrDefault(known => known.Address == target.Address)
            ?? (evidence.Any(item => item.Text.Contains(target.Name, StringComparison.Ordinal)) ? target : null);
    }

    private static IEnumerable<ObjectRef> Known(ModelQuestion question) =>
        question.Symptoms.SelectMany(symptom => new[] { symptom.Object, symptom.Workload })
            .Append(question.Causal.Object).Concat(question.Causal.Chain.Select(link => link.Object));

    /// <summary>One line without control characters, direction marks or halves of characters, of a readable length.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune))
            {
                clean.Append(clean.Length > 0 && clean[^1] != ' ' ? " " : "");
            }
            else if (rune != Rune.ReplacementChar && category is not (System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.PrivateUse))
            {
                clean.Append(rune.ToString());
            }

            if (clean.Length > LongestText)
            {
                return clean.Append('…').ToString();
            }
        }

        return clean.ToString().TrimEnd();
    }

    private static string Short(string? text) => Clean(text) is { Length: > 60 } clean ? clean[..60] + "…" : Clean(text);
}
