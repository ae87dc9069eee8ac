using AiSre.GitHub;
using AiSre.Runbooks.Sources;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Runbooks.Sources;

/// <summary>What is read of a source, and what is not.</summary>
public sealed class SourceFilesTests
{
    private static readonly ConfiguredSource Source = new("https://github.com/acme/shop", null, "runbooks", TimeSpan.FromMinutes(1));

    [Fact]
    public async Task Only_Markdown_of_the_folder_is_read()
    {
        var tree = Tree("runbooks/a.md", "runbooks/deep/b.MD", "runbooks/c.yaml", "other/d.md", "runbooks.md");

        var files = await ReadAsync(tree);

        Assert.Equal(["runbooks/a.md", "runbooks/deep/b.MD"], files.Select(file => file.Path));
        Assert.Equal(["runbooks/a.md", "runbooks/deep/b.MD"], tree.Read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_holds_what_was_taken_over_is_not_read_again()
    {
        var tree = new Hashed(Tree("runbooks/a.md", "runbooks/b.md"));
        var known = new KnownRunbook("a", Source.Key, "runbooks/a.md", GitBlob.ShaOf("# A\n"), "# A\n", IsRetired: false);

        var files = await SourceFiles.ReadAsync(Source, "main", tree, [known], TestContext.Current.CancellationToken);

        Assert.Equal([("a", null), (null, "# A\n")], files.Select(file => (file.Id, file.Text)));
        Assert.Equal(["runbooks/b.md"], tree.Inner.Read);
    }

    [Fact]
    public async Task Too_many_files_or_none_are_a_problem_of_the_whole()
    {
        var many = Tree([.. Enumerable.Range(0, 501).Select(number => $"runbooks/{number}.md")]);
        var large = Tree("runbooks/a.md");
        large.Sizes["runbooks/a.md"] = 33L << 20;

        Assert.Contains("501 Markdown files", (await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(many))).Message, StringComparison.Ordinal);
        Assert.Contains("33 MiB together", (await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(large))).Message, StringComparison.Ordinal);
        Assert.Contains("no Markdown file in the folder runbooks", (await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(Tree("a.md")))).Message, StringComparison.Ordinal);
        Assert.Empty(many.Read);
        Assert.Empty(large.Read);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_at_all_is_told_and_one_that_cannot_be_read_now_stops_all()
    {
        var files = await SourceFiles.ReadAsync(Source, "main", new Broken(Tree("runbooks/a.md", "runbooks/b.md"), isTransient: false), [], TestContext.Current.CancellationToken);

        Assert.Equal(["It is broken.", null], files.Select(file => file.Unreadable));
        await Assert.ThrowsAsync<ProblemException>(() => SourceFiles.ReadAsync(Source, "main", new Broken(Tree("runbooks/a.md"), isTransient: true), [], TestContext.Current.CancellationToken));
    }

    private static Task<IReadOnlyList<FoundFile>> ReadAsync(MemoryTree tree) => SourceFiles.ReadAsync(Source, "main", new Hashed(tree), [], TestContext.Current.CancellationToken);

    private static MemoryTree Tree(params string[] paths)
    {
        var tree = new MemoryTree();
        foreach (var path in paths)
        {
            tree[path] = "# A\n";
        }

        return tree;
    }

    /// <summary>As Git lists them, with the names of what they hold.</summary>
    private sealed class Hashed(MemoryTree inner) : IRepositoryTree
    {
        public MemoryTree Inner => inner;

        public string Sha => inner.Sha;

        public IReadOnlyList<RepositoryFile> Files => [.. inner.Files.Select(file => file with { Sha = GitBlob.ShaOf(inner[file.Path]) })];

        public Task<string> ReadAsync(string path, CancellationToken cancellationToken)
        {
            lock (inner)
            {
                return inner.ReadAsync(path, cancellationToken);
            }
        }
    }

    private sealed class Broken(MemoryTree inner, bool isTransient) : IRepositoryTree
    {
        public string Sha => inner.Sha;

        public IReadOnlyList<RepositoryFile> Files => new Hashed(inner).Files;

        public Task<string> ReadAsync(string path, CancellationToken cancellationToken) =>
            path.EndsWith("/a.md", StringComparison.Ordinal) ? throw new ProblemException("It is broken.", isTransient) : Task.FromResult("# B\n");
    }
}
