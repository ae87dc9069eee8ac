using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>One kustomization file.</summary>
internal sealed class Kustomization
{
    /// <summary>The names that Kustomize looks for.</summary>
    public static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>Where it names files of other kinds.</summary>
    private static readonly string[] FileKeys = ["configMapGenerator", "secretGenerator", "crds", "configurations", "openapi"];

    private readonly YamlNode _root;

    private Kustomization(string path, YamlFile content, YamlView view, YamlNode root)
    {
        Content = content;
        Path = path;
        View = view;
        _root = root;
    }

    public string Path { get; }

    /// <summary>The file, parsed.</summary>
    public YamlFile Content { get; }

    public string Folder => RepositoryPath.Folder(Path);

    public YamlView View { get; }

    /// <summary>The kustomization file in a folder; null when there is none.</summary>
    /// <exception cref="SourceRefusedException">There are several.</exception>
    public static string? Find(string folder, SourceFiles files) =>
        FileNames.Select(name => RepositoryPath.Combine(folder, name)!).Where(files.HasFile).ToList() switch
        {
            [] => null,
            [var path] => path,
            var several => throw new SourceRefusedException($"{RepositoryPath.Show(folder)} has {several.Count} kustomization files ({string.Join(", ", several)}); keep one, as Kustomize demands."),
        };

    public static async Task<Kustomization> ReadAsync(string path, SourceFiles files, CancellationToken cancellationToken)
    {
        var file = await files.ReadAsync(path, cancellationToken);
        return file.Documents is [YamlMapping root]
            ? new Kustomization(path, file, new YamlView(file), root)
            : throw new SourceRefusedException($"{path} is not one mapping of keys and values, so it is no kustomization; correct it.");
    }

    public string? Text(string key) => View.Text(_root, key);

    public bool Has(string key) => View.Get(_root, key) is YamlSequence { Items.Length: > 0 } or YamlMapping;

    /// <summary>The texts of a list, <c>resources</c> for one.</summary>
    public IEnumerable<string> Texts(string key) => View.Items(_root, key).Select(pair => pair.Item).OfType<YamlScalar>().Select(scalar => scalar.Value);

    /// <summary>What it would read besides manifests and patches, and that is no path: addresses.</summary>
    public IEnumerable<string> FilesElsewhere() => FileKeys.SelectMany(key => Scalars(View.Get(_root, key))).Where(text => text.Contains("://", StringComparison.Ordinal));

    public IEnumerable<(YamlNode Item, int Index)> Items(string key) => View.Items(_root, key);

    /// <summary>The entries of <c>images</c> with their indices.</summary>
    public IEnumerable<(KustomizeImagesEntry Entry, int Index)> Images() =>
        from pair in Items("images")
        let name = View.Text(pair.Item, "name")
        where name is not null
        select (
            new KustomizeImagesEntry(name, Filled(pair.Item, "newName"), Filled(pair.Item, "newTag"), Filled(pair.Item, "digest"), Filled(pair.Item, "tagSuffix")),
            pair.Index);

    // Literals are values, not files.
    private IEnumerable<string> Scalars(YamlNode? node) => View.Resolve(node) switch
    {
        YamlScalar scalar => [scalar.Value],
        YamlSequence list => list.Items.SelectMany(Scalars),
        YamlMapping mapping => mapping.Entries.Where(entry => entry.Key is not YamlScalar { Value: "literals" }).SelectMany(entry => Scalars(entry.Value)),
        _ => [],
    };

    private string? Filled(YamlNode item, string key) => View.Text(item, key) is { Length: > 0 } text ? text : null;
}
