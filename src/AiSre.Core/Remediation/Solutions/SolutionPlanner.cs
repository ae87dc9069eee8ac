using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Solutions;

/// <summary>Turns a runbook's solution into the smallest change of the files that declare its targets.</summary>
public sealed partial class SolutionPlanner(ILogger<SolutionPlanner> logger)
{
    /// <summary>Plans the change; nothing is written. One target that cannot be changed refuses the whole: half a solution is none.</summary>
    /// <param name="solution">What to do.</param>
    /// <param name="targets">The workloads.</param>
    /// <param name="trees">Opens the repositories that declare them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public async Task<SolutionPlan> PlanAsync(
        Solution solution, IReadOnlyList<SolutionTarget> targets, ISourceTrees trees, CancellationToken cancellationToken)
    {
        try
        {
            var repositories = new SourceRepositories(trees);
            return solution.Operations switch
            {
                [RevertCommit revert] => await new RevertPlanning(revert, targets, repositories, cancellationToken).PlanAsync(),
                [PinTargetRevision] => await new PinPlanning(targets, repositories, cancellationToken).PlanAsync(),
                _ => await new SolutionPlanning(solution, repositories, cancellationToken).PlanAsync(targets),
            };
        }
        catch (Exception refused) when (refused is SourceRefusedException or OperationRefusedException)
        {
            Log.Refused(logger, solution.Summary, refused.Message);
            return new SolutionPlan.Refused(refused.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The solution '{Solution}' was not planned: {Why}")]
        public static partial void Refused(ILogger logger, string solution, string why);
    }
}
