using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Applications;

/// <summary>Reads the sets of parameters that the generators of an ApplicationSet give, each parameter with the text that it stands in.</summary>
/// <remarks>Generators: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/.</remarks>
internal sealed class GeneratorReader(string name, bool isGoTemplate, SourceRepository manifest, SourceRepositories repositories, CancellationToken cancellationToken)
{
    private const int MostSets = 2_000;
    private const int DeepestNesting = 3;
    private readonly List<ValueLayer> _layers = [];

    /// <summary>What was read so far.</summary>
    public IReadOnlyList<ValueLayer> Layers => _layers;

    /// <summary>Reads generators of which each gives sets of its own.</summary>
    /// <param name="generators">The generators.</param>
    /// <param name="field">Where they stand in the ApplicationSet.</param>
    /// <exception cref="SourceRefusedException">One is of a kind that cannot be followed.</exception>
    /// <exception cref="ProblemException">A repository does not answer.</exception>
    public async Task<ImmutableArray<ImmutableArray<int>>> ReadAsync(JsonArray generators, FieldPath field)
    {
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        for (var index = 0; index < generators.Count; index++)
        {
            sets.AddRange(await ReadAsync(generators[index] as JsonObject ?? [], Item(field, index), [], 0));
        }

        return sets.ToImmutable();
    }

    // outer: the set of the generator that this one is multiplied by, whose parameters it may use.
    private async Task<ImmutableArray<ImmutableArray<int>>> ReadAsync(JsonObject generator, FieldPath field, ImmutableArray<int> outer, int depth)
    {
        if (depth > DeepestNesting || generator.ContainsKey("template") || generator.Any(pair => pair.Value is JsonObject inner && inner.ContainsKey("template")))
        {
            throw new SourceRefusedException($"{name} has a generator with a template of its own, or generators nested more than {DeepestNesting} levels deep, which AiSre does not follow; make the change by hand.");
        }

        ImmutableArray<ImmutableArray<int>> sets = generator switch
        {
            _ when generator["list"] is JsonObject list => Elements(list, field.Then("list")),
            _ when generator["git"] is JsonObject git => await GitAsync(git, field.Then("git"), outer),
            _ when generator["matrix"]?["generators"] is JsonArray factors => await MultiplyAsync(factors, field.Then("matrix", "generators"), depth),
            _ when generator["merge"] is JsonObject merge && merge["generators"] is JsonArray parts => await MergeAsync(merge, parts, field.Then("merge", "generators"), depth),
            _ => throw new SourceRefusedException($"{name} generates its applications from {string.Join(", ", generator.Select(pair => pair.Key))}, whose parameters AiSre does not know; make the change by hand."),
        };
        return _layers.Count <= MostSets && sets.Length <= MostSets ? sets : throw new SourceRefusedException($"{name} has more than {MostSets} sets of parameters, and AiSre follows no more; make the change by hand.");
    }

    private ImmutableArray<ImmutableArray<int>> Elements(JsonObject list, FieldPath field)
    {
        if (list.ContainsKey("elementsYaml"))
        {
            throw new SourceRefusedException($"{name} works out the elements of a list (elementsYaml), which AiSre does not follow; make the change by hand.");
        }

        return
        [
            .. (list["elements"] as JsonArray ?? []).Select((element, index) => Item(field.Then("elements"), index) is var place
                ? (ImmutableArray<int>)[Add(element as JsonObject ?? [], place, FieldPath.Of())]
                : []),
        ];
    }

    private async Task<ImmutableArray<ImmutableArray<int>>> GitAsync(JsonObject git, FieldPath field, ImmutableArray<int> outer)
    {
        var expressions = new ParameterExpressions(isGoTemplate, outer.IsEmpty ? new MapValue() : GeneratedSource.Parameters(_layers, outer), new TemplateBudget());
        var repository = await repositories.OpenAsync(Text(git["repoURL"], expressions), Text(git["revision"], expressions), cancellationToken);
        ImmutableArray<int> values = git["values"] is JsonObject more ? [Add(more, field.Then("values"), FieldPath.Of("values"))] : [];
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var directory in Directories(git["directories"] as JsonArray ?? [], repository.Files, expressions))
        {
            sets.Add([.. values, Fixed(PathOf(directory, file: null), $"the folder {directory}")]);
        }

        var patterns = (git["files"] as JsonArray ?? []).Select(file => PathGlob.Compile(Text(file?["path"], expressions))).ToList();
        foreach (var path in repository.Files.In("", recurse: true).Where(path => patterns.Exists(pattern => pattern(path))))
        {
            var own = Fixed(PathOf(RepositoryPath.Folder(path), path[(path.LastIndexOf('/') + 1)..]), $"the path of {path}");
            var file = await repository.Files.ReadAsync(path, cancellationToken);
            sets.AddRange(Roots(file).Select(root => (ImmutableArray<int>)[.. values, own, Add(repository, path, file, root)]));
        }

        return sets.ToImmutable();
    }

    // A file is one set of parameters, or a list of them.
    private static IEnumerable<YamlPath> Roots(YamlFile file) => file.Documents.FirstOrDefault() switch
    {
        YamlMapping => [YamlPath.Root],
        YamlSequence list => list.Items.Select((_, index) => YamlPath.Root.Index(index)),
        _ => [],
    };

    private static IEnumerable<string> Directories(JsonArray patterns, SourceFiles files, ParameterExpressions expressions)
    {
        if (patterns.Count == 0)
        {
            return [];
        }

        var (wanted, unwanted) = (new List<Func<string, bool>>(), new List<Func<string, bool>>());
        foreach (var pattern in patterns)
        {
            var text = Text(pattern?["path"], expressions);
            var matches = PathGlob.Compile(text);
            var depth = text.Contains("**", StringComparison.Ordinal) ? -1 : text.Count(c => c == '/');
            (pattern?["exclude"] is JsonValue exclude && exclude.ToString() == "true" ? unwanted : wanted).Add(path => matches(path) && (depth < 0 || path.Count(c => c == '/') == depth));
        }

        return files.In("", recurse: true).Select(RepositoryPath.Folder).SelectMany(Above).Distinct().Order(StringComparer.Ordinal)
            .Where(path => wanted.Exists(fits => fits(path)) && !unwanted.Exists(fits => fits(path)));
    }

    private async Task<ImmutableArray<ImmutableArray<int>>> MultiplyAsync(JsonArray factors, FieldPath field, int depth)
    {
        ImmutableArray<ImmutableArray<int>> product = [[]];
        for (var index = 0; index < factors.Count; index++)
        {
            var next = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
            ImmutableArray<ImmutableArray<int>>? same = null;
            foreach (var set in product)
            {
                // What uses no parameters of the other one is read once, so that an element is one text however often it is used.
                var factor = factors[index] as JsonObject ?? [];
                var more = factor.ToJsonString().Contains("{{", StringComparison.Ordinal) ? await ReadAsync(factor, Item(field, index), set, depth + 1) : same ??= await ReadAsync(factor, Item(field, index), [], depth + 1);
                next.AddRange(more.Select(one => (ImmutableArray<int>)[.. set, .. one]));
            }

            product = next.Count <= MostSets ? next.ToImmutable() : throw new SourceRefusedException($"{name} has more than {MostSets} sets of parameters, and AiSre follows no more; make the change by hand.");
        }

        return product;
    }

    private async Task<ImmutableArray<ImmutableArray<int>>> MergeAsync(JsonObject merge, JsonArray parts, FieldPath field, int depth)
    {
        var keys = (merge["mergeKeys"] as JsonArray ?? []).Select(key => key?.ToString() ?? "").ToList();
        var merged = new Dictionary<string, ImmutableArray<int>>(StringComparer.Ordinal);
        for (var index = 0; index < parts.Count; index++)
        {
            foreach (var set in await ReadAsync(parts[index] as JsonObject ?? [], Item(field, index), [], depth + 1))
            {
                var parameters = GeneratedSource.Parameters(_layers, set);
                var key = string.Join('\n', keys.Select(one => ChartValues.Find(parameters, FieldPath.Of(one.Split('.'))).ToText().ToString()));
                if (index == 0 || merged.ContainsKey(key))
                {
                    merged[key] = merged.TryGetValue(key, out var known) ? [.. known, .. set] : set;
                }
            }
        }

        return [.. merged.Values];
    }

    private int Add(JsonObject parameters, FieldPath field, FieldPath below)
    {
        var text = new SourceLayer(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse(parameters.ToJsonString()), $"{name} ({field})");
        _layers.Add(new TextLayer(text, FieldPath.Of([.. GeneratedSource.PrefixOf(_layers.Count).Steps, .. below.Steps])) { Field = field, Repository = manifest });
        return _layers.Count - 1;
    }

    private int Add(SourceRepository repository, string path, YamlFile file, YamlPath root)
    {
        var place = new ImagePlace.Field(path, 0, root);
        var known = _layers.FindIndex(layer => layer.Repository == repository && layer.Text.Place.Equals(place));
        if (known >= 0)
        {
            return known;
        }

        _layers.Add(new TextLayer(new SourceLayer(place, file, path), GeneratedSource.PrefixOf(_layers.Count)) { Repository = repository, IsFile = true });
        return _layers.Count - 1;
    }

    private int Fixed(JsonObject parameters, string where)
    {
        var text = new SourceLayer(new ImagePlace.Field("", 0, YamlPath.Root), YamlFile.Parse(parameters.ToJsonString()), where);
        _layers.Add(new TextLayer(text, GeneratedSource.PrefixOf(_layers.Count)) { Fixed = "which is where it lies" });
        return _layers.Count - 1;
    }

    private static JsonObject PathOf(string folder, string? file)
    {
        var basename = folder[(folder.LastIndexOf('/') + 1)..];
        var path = new JsonObject
        {
            ["path"] = folder,
            ["basename"] = basename,
            ["basenameNormalized"] = Normalized(basename),
            ["segments"] = new JsonArray([.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => (JsonNode)part)]),
        };
        if (file is not null)
        {
            path["filename"] = file;
            path["filenameNormalized"] = Normalized(file);
        }

        return new JsonObject { ["path"] = path };
    }

    private static string Normalized(string text) => string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')).Trim('-', '.');

    private static IEnumerable<string> Above(string folder)
    {
        for (; folder.Length > 0; folder = RepositoryPath.Folder(folder))
        {
            yield return folder;
        }
    }

    private static string Text(JsonNode? node, ParameterExpressions expressions) => node is JsonValue value ? expressions.Render(value.ToString()).ToString() : "";

    private static FieldPath Item(FieldPath field, int index) => field.Item(index.ToString(CultureInfo.InvariantCulture));
}
