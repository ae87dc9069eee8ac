using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Diagnosis;

/// <summary>Builds a chain of which every link is proven: a quotation that the evidence does not hold is dropped, and so is a link left without one.</summary>
internal sealed class ChainBuilder(EvidenceSet evidence)
{
    private readonly ImmutableArray<CausalLink>.Builder links = ImmutableArray.CreateBuilder<CausalLink>();

    /// <summary>Adds a link, unless nothing proves it or its object has one.</summary>
    /// <param name="about">The object that the step is about.</param>
    /// <param name="statement">One sentence.</param>
    /// <param name="quotes">Where each quotation stands, and its words; empty words are passed over.</param>
    public void Add(ObjectRef about, string statement, params IEnumerable<(ObjectRef Where, string Words)> quotes) =>
        Add(about, statement, quotes.Select(quote => new Citation(quote.Where.Address, quote.Words)));

    /// <summary>Adds a link, unless nothing proves it or its object has one.</summary>
    public void Add(ObjectRef about, string statement, IEnumerable<Citation> quotes)
    {
        if (links.Any(link => link.Object == about))
        {
            return;
        }

        var citations = quotes.Where(quote => quote.Quote.Length > 0).Distinct().Where(evidence.Holds).ToImmutableArray();
        if (citations.Length > 0)
        {
            links.Add(new CausalLink(about, statement, citations));
        }
    }

    public ImmutableArray<CausalLink> ToChain() => links.ToImmutable();
}
