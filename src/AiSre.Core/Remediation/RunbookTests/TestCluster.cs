using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Runbooks;

namespace AiSre.Remediation.RunbookTests;

/// <summary>The cluster of a test: the objects that the test writes down, and no other.</summary>
internal sealed class TestCluster : IObjectReads
{
    private readonly ObjectFiles _files;

    /// <exception cref="ProblemException">An object is none.</exception>
    public TestCluster(RunbookTest test)
    {
        var list = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = new JsonArray([.. test.Objects.Select(one => one.DeepClone())]),
        };
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text(list)));
        _files = ObjectFiles.Read(stream, "objects.json");
        if (_files.Problems is [var problem, ..])
        {
            throw new ProblemException($"The test's objects cannot be read: {problem}");
        }

        foreach (var file in _files.Objects)
        {
            Evidence.Add(file.Value, file.Json);
        }

        foreach (var (address, text) in test.Logs)
        {
            Evidence.Add(Incidents.EvidenceKind.Log, $"log/{address}", text);
        }

        Application = ApplicationOf(test);
    }

    /// <summary>Everything that there is.</summary>
    public EvidenceSet Evidence { get; } = new();

    /// <summary>The application that all workloads belong to.</summary>
    public Application Application { get; }

    /// <summary>Every symptom. Tests do not wait until one has lasted.</summary>
    public IReadOnlyList<Symptom> Symptoms() => [.. Detector.Thorough.AnalyzeAll(Evidence.Objects, _files.Present ?? DateTimeOffset.UnixEpoch)];

    public Task<string?> ReadObjectAsync(ObjectRef reference, CancellationToken cancellationToken) =>
        Task.FromResult(Evidence.JsonOf(reference)?.GetRawText());

    public Task<IReadOnlyList<string>> ReadNamesAsync(string apiVersion, string kind, string? @namespace, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(kind == "Secret"
            ? []
            : [.. _files.Objects.Select(file => file.Value.Ref).Where(one => one.Kind == kind && one.Group == ObjectKind.GroupOf(apiVersion) && (one.Namespace is null || one.Namespace == @namespace)).Select(one => one.Name)]);

    private static string Text(JsonObject list)
    {
        try
        {
            return list.ToJsonString();
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException("The test's objects cannot be read: one is nested deeper than any object of a cluster.");
        }
    }

    // One that the test writes down, or else one with a plain folder that holds what the cluster has.
    private Application ApplicationOf(RunbookTest test)
    {
        var (space, name) = test.Application.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? (test.Application[..slash], test.Application[(slash + 1)..]) : ("argocd", test.Application);
        if (Evidence.Objects.All<Application>().FirstOrDefault(one => one.Metadata.Name == name && one.Metadata.Namespace == space) is { } written)
        {
            return written;
        }

        var json = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["apiVersion"] = "argoproj.io/v1alpha1",
            ["kind"] = "Application",
            ["metadata"] = new JsonObject { ["namespace"] = space, ["name"] = name },
            ["spec"] = new JsonObject { ["source"] = new JsonObject { ["repoURL"] = TestGit.Url, ["path"] = test.Files.IsEmpty ? TestGit.Folder : test.Path } },
        });
        var implied = (Application)ObjectReader.Read(json)!;
        Evidence.Add(implied, json);
        return implied;
    }
}
