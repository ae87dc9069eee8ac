using System.Collections.Immutable;
using AiSre.Remediation.Sources;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Proof;

/// <summary>
/// Proves a change before anybody is asked: renders what Git says before and after, and makes every check on what differs. What a check could not
/// look at, and a check that fails itself, is not proven.
/// </summary>
/// <param name="checks">In order.</param>
/// <param name="clusters">What the cluster of a name has now.</param>
/// <param name="logger">For what is a defect of a check.</param>
internal sealed partial class ProposalProver(IEnumerable<ProposalCheck> checks, Func<string, LiveCluster> clusters, ILogger<ProposalProver> logger)
{
    private const string Rendered = "Rendered";

    private readonly KustomizeProgram kustomize = new();

    /// <summary>Proves the change.</summary>
    /// <exception cref="ProblemException">Somebody does not answer; it is to be tried again.</exception>
    public async Task<ProposalProof> ProveAsync(ProofSubject subject, CancellationToken cancellationToken)
    {
        var (made, applications) = await RenderAsync(subject, cancellationToken);
        var facts = new ProofFacts(subject, applications, made.TrueForAll(check => check.State == ProofState.Proven), clusters(subject.Cluster));
        foreach (var check in checks)
        {
            made.AddRange(await MakeAsync(check, facts, cancellationToken));
        }

        return new ProposalProof([.. made], facts.Changes);
    }

    private async Task<(List<ProofCheck> Checks, ImmutableArray<RenderedApplication> Applications)> RenderAsync(ProofSubject subject, CancellationToken cancellationToken)
    {
        var renderer = new SourceRenderer(subject.Tree, kustomize);
        var changed = subject.Plan.Files.ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal);
        var (made, rendered) = (new List<ProofCheck>(), ImmutableArray.CreateBuilder<RenderedApplication>());
        foreach (var (application, source) in subject.Targets.Select(target => (target.Application, target.Source)).Distinct())
        {
            try
            {
                var before = await renderer.RenderAsync(application, source, ImmutableDictionary<string, string>.Empty, cancellationToken);
                var after = await renderer.RenderAsync(application, source, changed, cancellationToken);
                rendered.Add(new RenderedApplication(application, NamespaceOf(subject, application), before, after));
                made.Add(new(Rendered, ProofState.Proven, $"{application} was rendered before and after the change: {(before.Count == 1 ? "1 object" : $"{before.Count} objects")}."));
            }
            catch (Exception refused) when (refused is SourceRefusedException or ProblemException { IsTransient: false })
            {
                made.Add(new(Rendered, ProofState.Unproven, $"{application} could not be rendered, so what the change comes to is not proven: {refused.Message}"));
            }
        }

        return (made, rendered.ToImmutable());
    }

    // The application's destination; where the application was not kept, its workload shows where that is.
    private static string? NamespaceOf(ProofSubject subject, string application) =>
        subject.Evidence.Objects.All<Clusters.Objects.Application>()
            .Where(one => $"{one.Metadata.Namespace}/{one.Metadata.Name}" == application)
            .Select(one => one.Spec.Destination.Namespace)
            .Concat(subject.Targets.Where(target => target.Application == application).Select(target => target.Workload.Namespace))
            .FirstOrDefault(space => !string.IsNullOrEmpty(space));

    private async Task<IReadOnlyList<ProofCheck>> MakeAsync(ProposalCheck check, ProofFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            return await check.CheckAsync(facts, cancellationToken);
        }
        catch (ProblemException problem) when (!problem.IsTransient)
        {
            return [new(check.Name, ProofState.Unproven, problem.Message)];
        }
        catch (Exception defect) when (defect is not ProblemException && !cancellationToken.IsCancellationRequested)
        {
            Log.CheckFailed(logger, defect, check.Name);
            return [new(check.Name, ProofState.Unproven, $"The check '{check.Name}' itself failed ({defect.GetType().Name}), so what it looks at is not proven; AiSre's log has the details.")];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The check '{Check}' of a proposal failed.")]
        public static partial void CheckFailed(ILogger logger, Exception exception, string check);
    }
}
