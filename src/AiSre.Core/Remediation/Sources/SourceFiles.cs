using System.Collections.Immutable;
using AiSre.GitHub;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>
/// The files of a repository at one commit, each read and parsed once, within bounds: a repository is written by others and may be hostile.
/// </summary>
internal sealed class SourceFiles
{
    /// <summary>More files than this in one application are not read.</summary>
    public const int MostFiles = 5_000;

    /// <summary>Longer manifests are not read; the Kubernetes API itself takes no more than 3 MB.</summary>
    public const long LargestFile = 4 * 1024 * 1024;

    private const long LargestTotal = 128 * 1024 * 1024;
    private const int AtTheSameTime = 8;

    /// <summary>Each takes a hundred bytes or so of memory.</summary>
    private const int MostValues = 2_000_000;

    private const string LargeFileStorage = "version https://git-lfs.github.com/spec/";

    private readonly IRepositoryTree _tree;
    private readonly Dictionary<string, long> _sizes;
    private readonly Dictionary<string, YamlFile> _parsed;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders;
    private long _total;
    private long _values;

    public SourceFiles(IRepositoryTree tree)
    {
        _tree = tree;
        _sizes = tree.Files.ToDictionary(file => file.Path, file => file.Size, StringComparer.Ordinal);
        _parsed = new Dictionary<string, YamlFile>(StringComparer.Ordinal);
        _folders = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var file in tree.Files)
        {
            for (var folder = RepositoryPath.Folder(file.Path); folder.Length > 0 && _folders.Add(folder); folder = RepositoryPath.Folder(folder))
            {
            }
        }
    }

    private SourceFiles(SourceFiles before, IEnumerable<KeyValuePair<string, YamlFile>> changed)
    {
        _tree = before._tree;
        _sizes = new Dictionary<string, long>(before._sizes, StringComparer.Ordinal);
        _folders = before._folders;
        _total = before._total;
        _values = before._values;
        _parsed = new Dictionary<string, YamlFile>(before._parsed, StringComparer.Ordinal);
        _texts = new Dictionary<string, string>(before._texts, StringComparer.Ordinal);
        foreach (var (path, file) in changed)
        {
            _parsed[path] = file;
            _sizes.TryAdd(path, file.Text.Length);
        }
    }

    /// <summary>The commit, shortened for people.</summary>
    public string Commit => _tree.Sha[..Math.Min(_tree.Sha.Length, 7)];

    /// <summary>The files that were read so far: after a source was followed, those that it is made of.</summary>
    public IReadOnlyCollection<string> Read => _parsed.Keys;

    public bool HasFile(string path) => _sizes.ContainsKey(path);

    public bool HasFolder(string path) => _folders.Contains(path);

    /// <summary>Bytes.</summary>
    public long SizeOf(string path) => _sizes[path];

    /// <summary>The files in a folder, and below it when asked, in ordinal order.</summary>
    public IEnumerable<string> In(string folder, bool recurse) =>
        _tree.Files.Select(file => file.Path)
            .Where(path => RepositoryPath.IsWithin(path, folder) && (recurse || RepositoryPath.Folder(path) == folder));

    /// <summary>The same repository with some files changed, or new in folders that there are.</summary>
    public SourceFiles With(IEnumerable<KeyValuePair<string, YamlFile>> changed) => new(this, changed);

    /// <summary>Reads and parses files; several are on their way at the same time.</summary>
    /// <exception cref="SourceRefusedException">A file is too large, there are too many, or one is not YAML.</exception>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public async Task<ImmutableArray<YamlFile>> ReadAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var missing = paths.Where(path => !_parsed.ContainsKey(path)).Distinct(StringComparer.Ordinal).ToList();
        Admit(missing);

        foreach (var batch in missing.Chunk(AtTheSameTime))
        {
            var texts = await Task.WhenAll(batch.Select(path => _tree.ReadAsync(path, cancellationToken)));
            foreach (var (path, text) in batch.Zip(texts))
            {
                // What is read counts, whatever the listing said.
                _total += Math.Max(0, text.Length - _sizes[path]);
                RefuseTotal();
                var file = Parse(path, text);
                _parsed.Add(path, file);
                _values += file.Values;
                RefuseTotal();
            }
        }

        return [.. paths.Select(path => _parsed[path])];
    }

    /// <summary>Reads files that need not be YAML, templates of charts for one; several are on their way at the same time.</summary>
    /// <exception cref="SourceRefusedException">A file is too large, or there are too many.</exception>
    /// <exception cref="ProblemException">The repository does not answer.</exception>
    public async Task<ImmutableArray<string>> ReadTextsAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var missing = paths.Where(path => !_texts.ContainsKey(path) && !_parsed.ContainsKey(path)).Distinct(StringComparer.Ordinal).ToList();
        Admit(missing);
        foreach (var batch in missing.Chunk(AtTheSameTime))
        {
            var texts = await Task.WhenAll(batch.Select(path => _tree.ReadAsync(path, cancellationToken)));
            foreach (var (path, text) in batch.Zip(texts))
            {
                _texts.Add(path, text);
            }
        }

        return [.. paths.Select(path => _parsed.TryGetValue(path, out var file) ? file.Text : _texts[path])];
    }

    /// <summary>Reads and parses one file.</summary>
    public async Task<YamlFile> ReadAsync(string path, CancellationToken cancellationToken) => (await ReadAsync([path], cancellationToken))[0];

    private void Admit(List<string> paths)
    {
        if (_parsed.Count + _texts.Count + paths.Count > MostFiles)
        {
            throw new SourceRefusedException($"The application has more than {MostFiles} manifests, and AiSre reads no more; split the application or narrow its path.");
        }

        foreach (var path in paths)
        {
            if (_sizes[path] > LargestFile)
            {
                throw new SourceRefusedException($"{path} has {_sizes[path] / 1024} KB, and AiSre reads manifests up to {LargestFile / 1024} KB; split it.");
            }

            _total += _sizes[path];
        }

        RefuseTotal();
    }

    private void RefuseTotal()
    {
        if (_values > MostValues)
        {
            throw new SourceRefusedException($"The application's manifests have more than {MostValues} values together, and AiSre reads no more; split the application or narrow its path.");
        }

        if (_total > LargestTotal)
        {
            throw new SourceRefusedException($"The application's manifests have more than {LargestTotal / 1024 / 1024} MB together, and AiSre reads no more; split the application or narrow its path.");
        }
    }

    private YamlFile Parse(string path, string text)
    {
        if (text.StartsWith(LargeFileStorage, StringComparison.Ordinal))
        {
            throw new SourceRefusedException($"{path} is kept in Git LFS, so Git has only a pointer to it at commit {Commit}; keep manifests in Git itself.");
        }

        try
        {
            return YamlFile.Parse(text);
        }
        catch (YamlRefusedException refused)
        {
            throw new SourceRefusedException($"{path} cannot be edited at commit {Commit} because {refused.Message}; correct the file, or take it out of the application.");
        }
    }
}
