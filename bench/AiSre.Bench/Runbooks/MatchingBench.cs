using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AiSre.Bench.Loop;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;

namespace AiSre.Bench.Runbooks;

/// <summary>Measures how long the choice of a runbook takes among very many, all of them about the incident's cause or spread over all causes.</summary>
internal static class MatchingBench
{
    private const int Warm = 20;
    private const int Rounds = 200;

    public static int Run(int runbooks)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {runbooks} runbooks, {Rounds} choices each."));
        Console.WriteLine();
        Console.WriteLine("| one choice for an incident | p50 | p95 | aim |");
        Console.WriteLine("|---|---|---|---|");
        var causes = Enum.GetNames<RootCause>();
        Measure("runbooks of all causes", [.. Enumerable.Range(0, runbooks).Select(number => Runbook(number, causes[number % causes.Length], "registry-a.example"))]);
        Measure("all of the incident's cause, one fits", [.. Enumerable.Range(0, runbooks).Select(number => Runbook(number, nameof(RootCause.RegistryUnavailable), $"registry-{number}.example"))]);
        Measure("all of the incident's cause, by patterns, with exclusions, conditions and messages, ten fit", [.. Enumerable.Range(0, runbooks).Select(Elaborate)]);
        return 0;
    }

    private static void Measure(string what, ImmutableArray<VersionedRunbook> runbooks)
    {
        var subject = Subject();
        for (var round = 0; round < Warm; round++)
        {
            RunbookMatcher.Choose(runbooks, subject);
        }

        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            RunbookMatcher.Choose(runbooks, subject);
            times.Add(Stopwatch.GetElapsedTime(began));
        }

        var percentiles = new Percentiles(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {percentiles.At(50).TotalMilliseconds:0.00} ms | {percentiles.At(95).TotalMilliseconds:0.00} ms | < 10 ms |"));
    }

    private static VersionedRunbook Elaborate(int number) => Parse(number, $$$"""
        symptom: {reason: ImagePullFailed, cause: RegistryUnavailable, registry: 'registry-*.example', message: 'i/o timeout|no such host {{{number}}}'}
        applies-to: {clusters: 'prod-*', namespaces: ['shop-{{{number}}}*', '{{{(number % 1000 == 3 ? "shop*" : "cart*")}}}'], labels: {team: '*-{{{number % 7}}}'} }
        not-when: [{namespaces: 'legacy-{{{number}}}-*'}, {reason: RolloutStalled, container: 'x{{{number}}}'}]
        when: [{field: spec.replicas, at-least: {{{1 + (number % 3)}}} }]
        """);

    private static VersionedRunbook Runbook(int number, string cause, string registry) => Parse(number, $"symptom: {{cause: {cause}, registry: {registry}}}");

    private static VersionedRunbook Parse(int number, string frontMatter)
    {
        var result = RunbookParser.Parse($"---\nid: runbook-{number}\ntitle: A title\nowner: somebody\n{frontMatter}\n---\nText.\n");
        return new VersionedRunbook(result.Runbook ?? throw new InvalidOperationException(result.Errors[0].ToString()), 1);
    }

    private static MatchSubject Subject()
    {
        var workload = new ObjectRef("apps/v1", "Deployment", "shop", "checkout");
        var facts = ImmutableSortedDictionary<string, string>.Empty.Add(SymptomParameters.Registry, "registry-7.example");
        var live = JsonSerializer.Deserialize<JsonElement>("""{"metadata": {"labels": {"team": "shop-3"}}, "spec": {"replicas": 2}}""");
        return new MatchSubject(
            new RootCauseAnalysis { Code = RootCause.RegistryUnavailable, Object = workload, Statement = "The registry does not answer.", Chain = [], Parameters = facts },
            [
                new Symptom
                {
                    Reason = SymptomReason.ImagePullFailed,
                    Severity = Severity.Error,
                    Object = new ObjectRef("v1", "Pod", "shop", "checkout-1"),
                    Message = "Back-off pulling image: dial tcp 10.0.0.1:443: i/o timeout",
                    Workload = workload,
                    Parameters = facts,
                },
            ],
            "prod-eu",
            ["shop"],
            ["argocd/shop"])
        {
            Workloads = [MatchWorkload.Of(workload, live)],
        };
    }
}
