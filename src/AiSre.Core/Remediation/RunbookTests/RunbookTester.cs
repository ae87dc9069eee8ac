using System.Collections.Immutable;
using System.Diagnostics;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.RunbookTests;

/// <summary>
/// Runs the tests that a runbook carries, by the same analyzers, analyst, matcher and planner as incidents of a watched cluster. Asks nobody:
/// the cluster and the repository are what the test writes down.
/// </summary>
public sealed class RunbookTester(SolutionPlanner planner)
{
    /// <summary>Runs all tests of a runbook, in their order.</summary>
    public async Task<ImmutableArray<RunbookTestResult>> RunAsync(Runbook runbook, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<RunbookTestResult>();
        foreach (var test in runbook.Tests)
        {
            results.Add(await RunAsync(runbook, test, cancellationToken));
        }

        return results.ToImmutable();
    }

    private async Task<RunbookTestResult> RunAsync(Runbook runbook, RunbookTest test, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var (subject, passed, sentence, diff) = await CheckAsync(runbook, test, cancellationToken);
            return new RunbookTestResult(test.Name, test.Line, passed, sentence, diff, Stopwatch.GetElapsedTime(began)) { Subject = subject };
        }
        catch (ProblemException problem)
        {
            return new RunbookTestResult(test.Name, test.Line, false, problem.Message, [], Stopwatch.GetElapsedTime(began));
        }
    }

    private async Task<(MatchSubject? Subject, bool Passed, string Sentence, ImmutableArray<string> Diff)> CheckAsync(Runbook runbook, RunbookTest test, CancellationToken cancellationToken)
    {
        var cluster = new TestCluster(test);
        var incidents = Correlation.Correlate(cluster.Symptoms(), cluster.Evidence.Objects)
            .Select(group => TestIncident.Of(group, cluster, test))
            .ToList();
        var candidates = test.Cause is { } cause ? incidents.Where(incident => incident.Subject.Analysis.Code == cause).ToList() : incidents;
        if (candidates.Count == 0)
        {
            return (null, false, incidents.Count == 0
                ? "The objects show no fault; write them as the cluster has them while it is broken."
                : $"The cause {test.Cause} was expected, and found was {string.Join(" and ", incidents.Select(incident => $"{incident.Subject.Analysis.Code} at {incident.Subject.Analysis.Object.Address}").Distinct())}.", []);
        }

        var fits = candidates.Select(incident => (Incident: incident, Fit: RunbookMatcher.Explain(runbook, incident.Subject))).ToList();
        if (fits.Find(one => one.Fit.Fits) is not { Incident: not null } found)
        {
            var why = string.Join("; ", fits.Select(one => $"at {one.Incident.Subject.Analysis.Object.Address} {string.Join(" and ", one.Fit.Fails)}"));
            return (null, !test.Fits, test.Fits ? $"It does not fit: {why}." : $"It does not fit, as it should: {why}.", []);
        }

        var subject = found.Incident.Subject;
        if (!test.Fits)
        {
            return (subject, false, $"It fits, and it should not: {string.Join(", ", found.Fit.Holds)}.", []);
        }

        if (runbook.Solution is not { } solution || (test.Diff is null && test.Refused is null))
        {
            return (subject, true, $"It fits: {string.Join(", ", found.Fit.Holds)}.", []);
        }

        var (passed, sentence, diff) = await SolveAsync(solution, test, cluster, found.Incident, cancellationToken);
        return (subject, passed, sentence, diff);
    }

    private async Task<(bool Passed, string Sentence, ImmutableArray<string> Diff)> SolveAsync(
        Solution solution, RunbookTest test, TestCluster cluster, TestIncident incident, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(solution, test, cluster, incident, cancellationToken);
        var (refusal, diff) = plan switch
        {
            SolutionPlan.Change change => (null, ChangedLines.Of(change.Files)),
            SolutionPlan.Refused refused => (refused.Sentence, []),
            SolutionPlan.NothingToChange nothing => (nothing.Sentence, ImmutableArray<string>.Empty),
            _ => throw new InvalidOperationException($"A plan cannot be {plan}."),
        };
        return (test.Refused, refusal) switch
        {
            ({ } expected, { } sentence) => expected.Matches(sentence) ? (true, $"It is refused, as it should: {sentence}", []) : Failed($"It is refused for another reason: {sentence}"),
            ({ } expected, null) => (false, $"It should be refused ({expected}), and it changes {diff.Length} lines.", diff),
            (null, { } sentence) => Failed($"It changes nothing: {sentence}"),
            _ => ChangedLines.AreSame(test.Diff!.Value, diff)
                ? (true, $"It fits, and changes what it should: {solution.Summary}.", diff)
                : (false, $"It changes other lines than expected: {string.Join(" ", diff.Select(line => $"“{line}”"))}.", diff),
        };
    }

    private async Task<SolutionPlan> PlanAsync(Solution solution, RunbookTest test, TestCluster cluster, TestIncident incident, CancellationToken cancellationToken)
    {
        try
        {
            var targets = SolutionTargets.Of(
                [.. incident.Records.Where(record => !record.IsConsequence)], [], cluster.Evidence, (workload, evidence) => ImagesBefore.Of(OriginSubjects.RolloutOf(workload, evidence)));
            var git = new TestGit(test);
            var known = await new ClusterFacts(cluster).AddAsync(solution, targets.Items, cancellationToken);
            return await planner.PlanAsync(solution, [.. known.Select(target => Informed(target, solution, git, cluster))], git, cancellationToken);
        }
        catch (ProblemException problem)
        {
            return new SolutionPlan.Refused(problem.Message);
        }
    }

    /// <summary>A target with what GitHub and the other applications would tell of it.</summary>
    private static SolutionTarget Informed(SolutionTarget target, Solution solution, TestGit git, TestCluster cluster) => target with
    {
        Commit = git.CommitOf(target.Source),
        Pin = solution.Operations is [PinTargetRevision pin] ? git.PinOf(target.Source, pin) : null,
        Scene = target.Scene with { Others = [.. cluster.Evidence.Objects.All<Application>().Where(other => other.Ref != target.Scene.Application.Ref)] },
    };

    private static (bool Passed, string Sentence, ImmutableArray<string> Diff) Failed(string sentence) => (false, sentence, []);

    /// <summary>One incident of a test.</summary>
    /// <param name="Subject">What runbooks are matched with.</param>
    /// <param name="Records">Its symptoms.</param>
    private sealed record TestIncident(MatchSubject Subject, ImmutableArray<SymptomRecord> Records)
    {
        public static TestIncident Of(CorrelatedGroup group, TestCluster cluster, RunbookTest test)
        {
            var name = $"{cluster.Application.Metadata.Namespace}/{cluster.Application.Metadata.Name}";
            ImmutableArray<SymptomRecord> records = [.. group.Symptoms.Select(symptom => Record(symptom, false)), .. group.Consequences.Select(symptom => Record(symptom, true))];
            return new TestIncident(
                MatchSubjects.Of(CausalAnalyst.Analyze(DiagnosisInput.Of(group, cluster.Evidence)), records, test.Cluster, cluster.Evidence.JsonOf), records);

            SymptomRecord Record(Symptom symptom, bool isConsequence) => new()
            {
                Id = Guid.Empty,
                IncidentId = Guid.Empty,
                Cluster = test.Cluster,
                Fingerprint = symptom.Fingerprint,
                Symptom = symptom,
                Application = name,
                IsConsequence = isConsequence,
                FirstSeenAt = DateTimeOffset.UnixEpoch,
                LastSeenAt = DateTimeOffset.UnixEpoch,
            };
        }
    }
}
