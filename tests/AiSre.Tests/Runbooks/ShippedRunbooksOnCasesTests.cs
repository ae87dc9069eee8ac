using System.Text.Json;
using AiSre.Cli.Diagnosing;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Runbooks.Matching;
using AiSre.Tests.Situations;

namespace AiSre.Tests.Runbooks;

/// <summary>The shipped runbooks over the situations of these tests, and over the development cases, which lie beside the repository.</summary>
public sealed class ShippedRunbooksOnCasesTests(ITestOutputHelper output)
{
    private static readonly string[] Suites = ["recorded", "k8sgpt", "manifest", "healthy", "cascade"];

    /// <summary>The share of incidents with exactly one runbook, in percent: what was measured, rounded down.</summary>
    private const int LeastCovered = 85;

    [Fact]
    public void Every_incident_has_one_runbook_or_none_and_most_have_one()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "The development cases (../shared/cases) are not on this machine.");
        var choices = Suites.SelectMany(suite => Directory.EnumerateDirectories(Path.Combine(folder!, suite))).Order(StringComparer.Ordinal).SelectMany(ChoicesOf).ToList();

        var (one, ties) = (choices.Count(choice => choice.Choice.Chosen is not null), choices.Where(choice => choice.Choice.IsTie).ToList());
        var none = choices.Where(choice => choice.Choice.Matches.IsEmpty).GroupBy(choice => choice.Code).OrderByDescending(group => group.Count()).ToList();
        output.WriteLine($"{choices.Count} incidents: {one} have one runbook, {none.Sum(group => group.Count())} none, {ties.Count} tie.");
        output.WriteLine($"Without: {string.Join(", ", none.Select(group => $"{group.Key} {group.Count()}"))}");
        output.WriteLine($"Used: {string.Join(", ", choices.Where(choice => choice.Choice.Chosen is not null).GroupBy(choice => choice.Choice.Chosen!.Runbook.Id).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"))}");
        Assert.Empty(ties.Select(tie => $"{tie.Case}: {tie.Choice.Reason}"));
        Assert.All(none, group => Assert.Equal(RootCause.Unknown, group.Key));
        Assert.True(one * 100 >= LeastCovered * choices.Count, $"Only {one} of {choices.Count} incidents have a runbook.");
    }

    [Fact]
    public void No_situation_has_two_runbooks_that_fit_equally_well()
    {
        var choices = Situation.All.SelectMany(situation =>
        {
            var scene = situation.ToScene();
            return scene.Groups.Select(group => (situation.Name, Choice: Choose(group, CausalAnalyst.Analyze(DiagnosisInput.Of(group, scene.Evidence)), scene.Evidence.JsonOf)));
        }).ToList();

        Assert.Empty(choices.Where(choice => choice.Choice.IsTie).Select(choice => $"{choice.Name}: {choice.Choice.Reason}"));
        Assert.Contains(choices, choice => choice.Choice.Chosen is not null);
    }

    private static IEnumerable<(string Case, RootCause Code, RunbookChoice Choice)> ChoicesOf(string folder)
    {
        var files = ObjectFiles.Read(Path.Combine(folder, "input"));
        var json = files.Objects.GroupBy(file => file.Value.Ref).ToDictionary(group => group.Key, group => group.First().Json);
        return PathDiagnosis.Of(folder, files).Incidents.Select(incident => (
            Path.GetFileName(folder), incident.Cause.Code,
            Choose(incident.Group, incident.Cause, reference => json.TryGetValue(reference, out var found) ? found : null)));
    }

    private static RunbookChoice Choose(CorrelatedGroup group, RootCauseAnalysis cause, Func<ObjectRef, JsonElement?> json) => RunbookMatcher.Choose(
        ShippedRunbooks.All,
        MatchSubjects.Of(
            cause,
            [.. group.Symptoms.Select(symptom => Record(symptom, isConsequence: false)), .. group.Consequences.Select(symptom => Record(symptom, isConsequence: true))],
            "test",
            json));

    private static SymptomRecord Record(Symptom symptom, bool isConsequence) => new()
    {
        Id = Guid.Empty,
        IncidentId = Guid.Empty,
        Cluster = "test",
        Fingerprint = symptom.Fingerprint,
        Symptom = symptom,
        Application = "argocd/test",
        IsConsequence = isConsequence,
        FirstSeenAt = DateTimeOffset.UnixEpoch,
        LastSeenAt = DateTimeOffset.UnixEpoch,
    };

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var cases = Path.Combine(folder.FullName, "shared", "cases");
            if (Directory.Exists(cases))
            {
                return cases;
            }
        }

        return null;
    }
}
