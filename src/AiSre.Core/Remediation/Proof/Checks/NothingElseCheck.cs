using System.Text.Json;

namespace AiSre.Remediation.Proof.Checks;

/// <summary>Nothing but the intended fields of the intended objects differs.</summary>
internal sealed class NothingElseCheck() : ProposalCheck("Nothing else")
{
    private const int MostNamed = 5;

    public override Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.IsRendered || facts.Subject.Plan is { Reverts: not null } or { Pins: not null })
        {
            return Task.FromResult<IReadOnlyList<ProofCheck>>([]);
        }

        var wanted = new WantedChange(facts.Subject);
        var strange = facts.Changes.SelectMany(change => Strange(change, wanted)).ToList();
        return Task.FromResult<IReadOnlyList<ProofCheck>>(
        [
            strange.Count == 0
                ? Proven($"The change touches only what the solution is about: {Count(facts.Changes.Sum(change => change.Fields.Length), "field")} of {Count(facts.Changes.Length, "object")}.")
                : Refuted($"The change would also touch {string.Join(", ", strange.Take(MostNamed))}{(strange.Count > MostNamed ? $" and {strange.Count - MostNamed} more" : "")}."),
        ]);
    }

    private static IEnumerable<string> Strange(RenderedChange change, WantedChange wanted)
    {
        var images = wanted.ImagesOf(change);
        if (change.Kind != RenderedChangeKind.Changed || (images is null && !wanted.Fields.Are(change.Object)))
        {
            return [change.Kind switch { RenderedChangeKind.Added => $"{change.Object} (new)", RenderedChangeKind.Removed => $"{change.Object} (gone)", _ => change.Object }];
        }

        return change.Fields
            .Where(field => !wanted.Fields.Explain(change.Object, field) && images?.Any(image => field.Path.EndsWith($"ontainers[{image.Key}].image", StringComparison.Ordinal) && field.After == JsonSerializer.Serialize(image.Value)) != true)
            .Select(field => $"{change.Object} {field.Path}");
    }
}
