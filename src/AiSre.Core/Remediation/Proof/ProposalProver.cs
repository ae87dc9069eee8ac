using System.Collections.Immutable;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;

namespace AiSre.Remediation.Proof;

/// <summary>
/// Proves a change before anybody is asked: renders what Git says before and after, shows what differs, and sees that it is what was meant
/// and nothing else.
/// </summary>
internal sealed class ProposalProver(RegistryClient registries)
{
    private const string Rendered = "Rendered";
    private const string Only = "Nothing else";
    private const string Meant = "As meant";

    private readonly KustomizeProgram kustomize = new();

    /// <summary>Proves the change.</summary>
    /// <param name="solution">What was to be done.</param>
    /// <param name="targets">The workloads it is for.</param>
    /// <param name="plan">What is to change.</param>
    /// <param name="tree">The repository at the commit that the change is made on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The repository does not answer; it is to be tried again.</exception>
    public async Task<ProposalProof> ProveAsync(
        Solution solution, IReadOnlyList<SolutionTarget> targets, SolutionPlan.Change plan, IRepositoryTree tree, CancellationToken cancellationToken)
    {
        var renderer = new SourceRenderer(tree, kustomize);
        var changed = plan.Files.ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal);
        var checks = new List<ProofCheck>();
        var changes = new List<RenderedChange>();
        foreach (var (application, source) in targets.Select(target => (target.Application, target.Source)).Distinct())
        {
            try
            {
                var before = await renderer.RenderAsync(application, source, ImmutableDictionary<string, string>.Empty, cancellationToken);
                var after = await renderer.RenderAsync(application, source, changed, cancellationToken);
                changes.AddRange(before.ChangesTo(after));
                checks.Add(new(Rendered, ProofState.Proven, $"{application} was rendered before and after the change: {Count(before.Count, "object")}."));
            }
            catch (SourceRefusedException refused)
            {
                checks.Add(new(Rendered, ProofState.Unproven, $"{application} could not be rendered, so what the change comes to is not proven: {refused.Message}"));
            }
            catch (ProblemException problem) when (!problem.IsTransient)
            {
                checks.Add(new(Rendered, ProofState.Unproven, $"{application} could not be rendered, so what the change comes to is not proven: {problem.Message}"));
            }
        }

        if (checks.TrueForAll(check => check.State == ProofState.Proven))
        {
            checks.AddRange(Compare(plan, changes));
        }

        var images = targets.SelectMany(target => WantedImages.Of(solution, target)).Select(pair => pair.Wanted).DistinctBy(image => image.ToString()).ToList();
        checks.AddRange(await Task.WhenAll(images.Select(image => registries.AskAsync(image, cancellationToken))));
        return new ProposalProof([.. checks], [.. changes]);
    }

    private static IEnumerable<ProofCheck> Compare(SolutionPlan.Change plan, List<RenderedChange> changes)
    {
        var strange = changes.SelectMany(change => Strange(change, plan)).ToList();
        yield return strange.Count == 0
            ? new(Only, ProofState.Proven, $"The change touches only what the solution is about: {Count(changes.Sum(change => change.Fields.Length), "field")} of {Count(changes.Count, "object")}.")
            : new(Only, ProofState.Refuted, $"The change would also touch {string.Join(", ", strange.Take(5))}{(strange.Count > 5 ? $" and {strange.Count - 5} more" : "")}.");

        var missing = plan.Intended.Where(intended => !changes.Any(change => IsFor(change, intended) && change.Fields.Any(field => IsWithin(field, intended.Path)))).ToList();
        yield return missing.Count == 0
            ? new(Meant, ProofState.Proven, $"{string.Join(", ", plan.Intended.Select(intended => $"{intended.Kind} {intended.Name}").Distinct())}: every field comes out as the solution wants it.")
            : new(Meant, ProofState.Refuted, $"Nothing would change for {string.Join(", ", missing.Select(intended => $"{intended.Path} of {intended.Kind} {intended.Name}"))}: another place in Git decides.");
    }

    private static IEnumerable<string> Strange(RenderedChange change, SolutionPlan.Change plan)
    {
        var mine = plan.Intended.Where(intended => IsFor(change, intended)).ToList();
        return change.Kind != RenderedChangeKind.Changed || mine.Count == 0
            ? [change.Kind switch { RenderedChangeKind.Added => $"{change.Object} (new)", RenderedChangeKind.Removed => $"{change.Object} (gone)", _ => change.Object }]
            : change.Fields.Where(field => !mine.Exists(intended => IsWithin(field, intended.Path))).Select(field => $"{change.Object} {field.Path}");
    }

    // What is added on the way to a field is one change where the way begins.
    private static bool IsWithin(RenderedField field, FieldPath intended) =>
        FieldPath.Parse(field.Path) is var path && (intended.Covers(path) || (field.Before is null && path.Covers(intended)));

    // A manifest may leave the namespace to the application's destination.
    private static bool IsFor(RenderedChange change, IntendedChange intended) =>
        change.Object == new ObjectRef("", intended.Kind, null, intended.Name).Address
        || (intended.Namespace is { } space && change.Object == new ObjectRef("", intended.Kind, space, intended.Name).Address);

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
