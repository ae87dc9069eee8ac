using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;
using AiSre.Runbooks.Operations;

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
    private readonly TestCommit? _commit;

    public TestGit(RunbookTest test) => (_tree, _commit) = (new TextTree(test.Files.IsEmpty ? Declared(test) : test.Files, '1'), test.Commit);

    /// <summary>The commit that the fault came with, as a watched repository would have it; null where the test says none.</summary>
    /// <param name="source">The application's source.</param>
    public OffendingCommit? CommitOf(ApplicationSource source)
    {
        if (_commit is not { } commit)
        {
            return null;
        }

        var (before, after) = Around(commit);
        return new OffendingCommit(new CommitChanges(Commit(after.Sha, commit.Message, before.Sha), [.. commit.Before.Keys.Concat(commit.Created).Distinct().Order(StringComparer.Ordinal)], false), before, after)
        {
            Source = source,
            LaterOf = (path, _) => Task.FromResult<IReadOnlyList<RepositoryCommit>>(commit.After.ContainsKey(path) ? [Commit(_tree.Sha, "A later change", after.Sha)] : []),
        };
    }

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

    /// <summary>What an application would be pinned to: the tag or commit that is named, which is the one before the commit that the fault came with.</summary>
    /// <param name="source">The application's source.</param>
    /// <param name="operation">Which revision.</param>
    public PinnedRevision? PinOf(ApplicationSource source, PinTargetRevision operation)
    {
        if (_commit is not { } commit)
        {
            return null;
        }

        var (before, after) = Around(commit);
        return new PinnedRevision(operation.Revision == PinTargetRevision.LastHealthy ? before.Sha : operation.Revision, before.Sha, source, null, after, before);
    }

    // What somebody changed since is at the commit as the test says; what they added since was not there.
    private (TextTree Before, TextTree After) Around(TestCommit commit)
    {
        var after = _tree.With(commit.After, [], '2');
        return (after.With(commit.Before, commit.Created, '3'), after);
    }

    private static RepositoryCommit Commit(string sha, string message, string parent) =>
        new(sha, new Uri($"{Url}/commit/{sha}"), "somebody", message, DateTimeOffset.UnixEpoch, [parent]);

    /// <summary>Files in memory.</summary>
    private sealed class TextTree(IReadOnlyDictionary<string, string> files, char digit) : IRepositoryTree
    {
        public string Sha { get; } = new(digit, 40);

        /// <summary>Another tree: with these texts in place of its own, and without these files.</summary>
        public TextTree With(ImmutableSortedDictionary<string, string> texts, ImmutableArray<string> without, char other) =>
            new(files.Where(file => !texts.ContainsKey(file.Key)).Concat(texts).Where(file => !without.Contains(file.Key)).ToDictionary(StringComparer.Ordinal), other);

        public IReadOnlyList<RepositoryFile> Files { get; } = [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new RepositoryFile(file.Key, file.Value.Length))];

        public Task<string> ReadAsync(string path, CancellationToken cancellationToken) =>
            files.TryGetValue(path, out var text) ? Task.FromResult(text) : throw new ProblemException($"The test's repository has no file {path}; add it to 'git.files'.");
    }
}
