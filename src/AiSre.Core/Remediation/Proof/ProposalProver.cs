using System.Collections.Immutable;
using System.Text.Json;
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
    /// <param name="plan">The files that change, and the fields that are meant to.</param>
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
            checks.AddRange(Compare(solution, targets, new IntendedChanges(plan.Fields), changes));
        }

        var images = targets.SelectMany(target => WantedImages.Of(solution, target)).Select(pair => pair.Wanted).DistinctBy(image => image.ToString()).ToList();
        checks.AddRange(await Task.WhenAll(images.Select(image => registries.AskAsync(image, cancellationToken))));
        return new ProposalProof([.. checks], [.. changes]);
    }

    private static IEnumerable<ProofCheck> Compare(Solution solution, IReadOnlyList<SolutionTarget> targets, IntendedChanges intended, List<RenderedChange> changes)
    {
        var expected = targets.ToDictionary(
            target => target,
            target => WantedImages.Of(solution, target).ToDictionary(pair => pair.Live.Container, pair => pair.Wanted.ToString(), StringComparer.Ordinal));
        var strange = changes.SelectMany(change => Strange(change, expected, intended)).ToList();
        yield return strange.Count == 0
            ? new(Only, ProofState.Proven, $"The change touches only what the solution is about: {Count(changes.Sum(change => change.Fields.Length), "field")} of {Count(changes.Count, "object")}.")
            : new(Only, ProofState.Refuted, $"The change would also touch {string.Join(", ", strange.Take(5))}{(strange.Count > 5 ? $" and {strange.Count - 5} more" : "")}.");

        var missing = expected
            .Where(pair => (pair.Value.Count > 0 || !intended.HaveAny(pair.Key.Workload.Address)) && !changes.Any(change => IsFor(change, pair.Key)))
            .Select(pair => pair.Key.Workload.Address)
            .Concat(targets.SelectMany(target => intended.MissingFor(target.Workload.Address, changes)))
            .Distinct()
            .ToList();
        yield return missing.Count == 0
            ? new(Meant, ProofState.Proven, $"{string.Join(", ", targets.Select(target => target.Workload.Address).Distinct())}: rendered with the intended value.")
            : new(Meant, ProofState.Refuted, $"Nothing would change for {string.Join(", ", missing)}: another place in Git decides.");
    }

    private static IEnumerable<string> Strange(RenderedChange change, Dictionary<SolutionTarget, Dictionary<string, string>> expected, IntendedChanges intended)
    {
        var wanted = expected.Where(pair => IsFor(change, pair.Key)).Select(pair => pair.Value).FirstOrDefault();
        if (change.Kind != RenderedChangeKind.Changed || (wanted is null && !intended.Are(change.Object)))
        {
            return [change.Kind switch { RenderedChangeKind.Added => $"{change.Object} (new)", RenderedChangeKind.Removed => $"{change.Object} (gone)", _ => change.Object }];
        }

        return change.Fields
            .Where(field => !intended.Explain(change.Object, field) && wanted?.Any(image => field.Path.EndsWith($"ontainers[{image.Key}].image", StringComparison.Ordinal) && field.After == JsonSerializer.Serialize(image.Value)) != true)
            .Select(field => $"{change.Object} {field.Path}");
    }

    // A manifest may leave the namespace to the application's destination.
    private static bool IsFor(RenderedChange change, SolutionTarget target)
    {
        var workload = target.Workload;
        return change.Object == workload.Address || change.Object == new ObjectRef(workload.ApiVersion, workload.Kind, null, workload.Name).Address;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
