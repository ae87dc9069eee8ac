using System.Collections.Immutable;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Proof.Checks;

/// <summary>
/// A revert does, rendered, exactly the opposite of what the commit did: what it changes is intended without being named field by field, so nothing
/// less than the whole of it, and nothing more, counts.
/// </summary>
internal sealed class InverseCheck() : ProposalCheck("Exact inverse")
{
    private const int MostNamed = 5;

    private readonly KustomizeProgram kustomize = new();

    public override async Task<IReadOnlyList<ProofCheck>> CheckAsync(ProofFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Subject.Plan.Reverts is not { } commit || !facts.IsRendered)
        {
            return [];
        }

        var did = new List<RenderedChange>();
        foreach (var (application, source) in facts.Subject.Targets.Select(target => (target.Application, target.Source)).Distinct())
        {
            try
            {
                var before = await new SourceRenderer(commit.Before, kustomize).RenderAsync(application, source, ImmutableDictionary<string, string>.Empty, cancellationToken);
                var after = await new SourceRenderer(commit.After, kustomize).RenderAsync(application, source, ImmutableDictionary<string, string>.Empty, cancellationToken);
                did.AddRange(before.ChangesTo(after));
            }
            catch (SourceRefusedException refused)
            {
                return [Unproven($"What commit {commit.ShortSha} did to {application} could not be rendered, so whether the change is the opposite of it is not proven: {refused.Message}")];
            }
        }

        return [Compare(commit, facts.Changes, did)];
    }

    private ProofCheck Compare(OffendingCommit commit, ImmutableArray<RenderedChange> changes, IReadOnlyList<RenderedChange> did)
    {
        var (ours, theirs) = (changes.SelectMany(Facts).ToHashSet(), did.Select(Undone).SelectMany(Facts).ToHashSet());
        var (more, less) = (ours.Except(theirs).ToList(), theirs.Except(ours).ToList());
        return more.Count > 0 ? Refuted($"The change would also touch {Names(more)}, which commit {commit.ShortSha} did not change so.")
            : less.Count > 0 ? Refuted($"The change would not put back {Names(less)}, which commit {commit.ShortSha} changed: another place in Git decides by now.")
            : ours.Count == 0 ? Refuted($"Commit {commit.ShortSha} changed nothing of what the applications render, so putting it back would change nothing.")
            : Proven($"The change does exactly the opposite of what commit {commit.ShortSha} did: {Count(ours.Count, "field")} of {Count(changes.Length, "object")}.");
    }

    private static RenderedChange Undone(RenderedChange change) => new(
        change.Object,
        change.Kind switch { RenderedChangeKind.Added => RenderedChangeKind.Removed, RenderedChangeKind.Removed => RenderedChangeKind.Added, var same => same },
        [.. change.Fields.Select(field => field.Before == RenderedObjects.AnotherOrder ? field : new RenderedField(field.Path, field.After, field.Before))]);

    private static IEnumerable<(string Object, RenderedChangeKind Kind, string Field, string? Before, string? After)> Facts(RenderedChange change) => change.Fields.IsEmpty
        ? [(change.Object, change.Kind, "", null, null)]
        : change.Fields.Select(field => (change.Object, change.Kind, field.Path, field.Before, field.After));

    private static string Names(List<(string Object, RenderedChangeKind Kind, string Field, string? Before, string? After)> facts)
    {
        var names = facts.Select(fact => $"{fact.Object} {fact.Field}".TrimEnd()).Distinct().ToList();
        return string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
    }
}
