using System.Text.Json.Nodes;
using AiSre.GitHub;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;

namespace AiSre.Remediation.RunbookTests;

/// <summary>The repository of a test: the files that it writes down, or else the objects of its cluster as people would have declared them.</summary>
internal sealed class TestGit : ISourceTrees
{
    /// <summary>Its address.</summary>
    public const string Url = "https://github.com/test/test";

    /// <summary>Where objects are declared when the test writes no files.</summary>
    public const string Folder = "manifests";

    /// <summary>Kinds that nobody declares: the cluster makes them.</summary>
    private static readonly string[] Made = ["Event", "Endpoints", "EndpointSlice", "Lease", "Node", "PodMetrics", "NodeMetrics", "Application", "ApplicationSet", "AppProject"];

    private static readonly string[] MadeMetadata = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink"];

    private readonly TextTree _tree;

    public TestGit(RunbookTest test) => _tree = new TextTree(test.Files.IsEmpty ? Declared(test) : test.Files);

    public Task<SourceTree> OpenAsync(string repositoryUrl, string revision, CancellationToken cancellationToken) =>
        Task.FromResult(new SourceTree(repositoryUrl, revision is "" or "HEAD" ? "main" : revision, _tree));

    private static SortedDictionary<string, string> Declared(RunbookTest test)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in test.Objects.Where(IsDeclared))
        {
            var declared = (JsonObject)one.DeepClone();
            declared.Remove("status");
            var metadata = (JsonObject)declared["metadata"]!;
            foreach (var key in MadeMetadata)
            {
                metadata.Remove(key);
            }

            var path = $"{Folder}/{(metadata["namespace"] is { } space ? $"{space}-" : "")}{one["kind"]!.ToString().ToLowerInvariant()}-{metadata["name"]}.yaml";
            files[path] = PlainYaml.Write(declared);
        }

        return files;
    }

    private static bool IsDeclared(JsonObject one) =>
        one["metadata"] is JsonObject metadata && metadata["ownerReferences"] is null && !Made.Contains(one["kind"]?.ToString());

    /// <summary>Files in memory.</summary>
    private sealed class TextTree(IReadOnlyDictionary<string, string> files) : IRepositoryTree
    {
        public string Sha => "1111111111111111111111111111111111111111";

        public IReadOnlyList<RepositoryFile> Files { get; } = [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new RepositoryFile(file.Key, file.Value.Length))];

        public Task<string> ReadAsync(string path, CancellationToken cancellationToken) =>
            files.TryGetValue(path, out var text) ? Task.FromResult(text) : throw new ProblemException($"The test's repository has no file {path}; add it to 'git.files'.");
    }
}
