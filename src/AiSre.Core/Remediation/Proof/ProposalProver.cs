using System.Collections.Immutable;
using AiSre.Remediation.Sources;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Proof;

/// <summary>
/// Proves a change before anybody is asked: renders what Git says before and after, and makes every check on what differs. What a check could not
/// look at, and a check that fails itself, is not proven.
/// </summary>
/// <param name="renderer">Renders.</param>
/// <param name="checks">In order.</param>
/// <param name="clusters">What the cluster of a name has now.</param>
/// <param name="logger">For what is a defect of a check.</param>
internal sealed partial class ProposalProver(
    ApplicationRenderer renderer, IEnumerable<ProposalCheck> checks, Func<string, LiveCluster> clusters, ILogger<ProposalProver> logger)
{
    /// <summary>The name of the check that says whether an application was rendered.</summary>
    internal const string Rendered = "Rendered";

    /// <summary>Proves the change.</summary>
    /// <exception cref="ProblemException">Somebody does not answer; it is to be tried again.</exception>
    public async Task<ProposalProof> ProveAsync(ProofSubject subject, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(subject, cancellationToken);
        }
        finally
        {
            if (subject.Branch is { } branch)
            {
                await branch.DeleteAsync(CancellationToken.None);
            }
        }
    }

    private async Task<ProposalProof> CheckAsync(ProofSubject subject, CancellationToken cancellationToken)
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
        var (made, rendered) = (new List<ProofCheck>(), ImmutableArray.CreateBuilder<RenderedApplication>());
        foreach (var (application, source) in subject.Targets.Select(target => (target.Application, target.Source)).Distinct())
        {
            if (subject.Plan.Indirect.Contains(application))
            {
                made.Add(new(Rendered, ProofState.Unproven, $"{application} was not rendered, since the change is not made in the files of its source; what it comes to is not proven."));
                continue;
            }

            try
            {
                var (before, after, by) = await renderer.RenderAsync(subject, application, source, cancellationToken);
                rendered.Add(new RenderedApplication(application, subject.NamespaceOf(application), before, after));
                made.Add(new(Rendered, ProofState.Proven, $"{application} was rendered before and after the change{by}: {(before.Count == 1 ? "1 object" : $"{before.Count} objects")}."));
            }
            catch (Exception refused) when (refused is SourceRefusedException or ProblemException { IsTransient: false })
            {
                made.Add(new(Rendered, ProofState.Unproven, $"{application} could not be rendered, so what the change comes to is not proven: {refused.Message}"));
            }
            catch (Exception defect) when (defect is not ProblemException && !cancellationToken.IsCancellationRequested)
            {
                Log.RenderingFailed(logger, defect, application);
                made.Add(new(Rendered, ProofState.Unproven, $"The rendering of {application} itself failed ({defect.GetType().Name}), so what the change comes to is not proven; AiSre's log has the details."));
            }
        }

        return (made, rendered.ToImmutable());
    }

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

        [LoggerMessage(Level = LogLevel.Error, Message = "The application {Application} could not be rendered for a proposal.")]
        public static partial void RenderingFailed(ILogger logger, Exception exception, string application);
    }
}
