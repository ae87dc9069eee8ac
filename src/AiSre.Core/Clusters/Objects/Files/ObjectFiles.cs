using System.Text;
using System.Text.Json;

namespace AiSre.Clusters.Objects.Files;

/// <summary>
/// Kubernetes objects and logs in a folder (or one file), wherever and however they lie in it: JSON and YAML, single objects, lists, typed lists
/// whose items name no kind, several documents in a file; logs as <c>logs/namespace/pod/container.log</c>, the run before as
/// <c>container.previous.log</c>.
/// </summary>
public sealed class ObjectFiles
{
    private readonly List<FileObject> objects = [];
    private readonly List<ContainerLog> logs = [];
    private readonly List<string> problems = [];
    private readonly HashSet<ObjectKind> listed = [];

    private ObjectFiles()
    {
    }

    public IReadOnlyList<FileObject> Objects => objects;

    public IReadOnlyList<ContainerLog> Logs => logs;

    /// <summary>Kinds of which a list without items says that there is none.</summary>
    public IReadOnlyCollection<ObjectKind> Listed => listed;

    /// <summary>What could not be read, one sentence each; the rest was.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>The newest time in the objects: when the files were written, as far as they tell. Null when they have none.</summary>
    public DateTimeOffset? Present { get; private set; }

    /// <summary>Reads everything under a path.</summary>
    /// <exception cref="ProblemException">There is no such file or folder, or it cannot be read.</exception>
    public static ObjectFiles Read(string path)
    {
        var files = new ObjectFiles();
        try
        {
            var all = Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                : File.Exists(path) ? Enumerable.Repeat(path, 1)
                : throw new ProblemException($"There is no file or folder {path}: name one that holds Kubernetes objects.");
            foreach (var file in all)
            {
                files.Take(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{path} cannot be read ({exception.Message}): check its permissions.", innerException: exception);
        }

        return files;
    }

    private void Take(string file)
    {
        switch (Path.GetExtension(file).ToLowerInvariant())
        {
            case ".json":
                foreach (var json in JsonValues(file))
                {
                    Take(json, "", "");
                }

                break;
            case ".yaml" or ".yml":
                foreach (var document in YamlToJson.Documents(File.ReadAllText(file), problem => problems.Add($"{file} is not YAML: {problem}.")))
                {
                    Present = Later(Present, NewestTime.In(document));
                    Take(JsonElement.Parse(document), "", "");
                }

                break;
            case ".log":
                TakeLog(file);
                break;
        }
    }

    private List<JsonElement> JsonValues(string file)
    {
        var values = new List<JsonElement>();
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        try
        {
            // One value as a rule; several in a row where outputs of kubectl were put together.
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
            while (reader.Read())
            {
                values.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException exception)
        {
            problems.Add($"{file} is not JSON: {exception.Message}");
        }

        Present = Later(Present, NewestTime.In(bytes));
        return values;
    }

    private void Take(JsonElement json, string apiVersion, string kind)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                Take(item, apiVersion, kind);
            }

            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (json.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array && Text(json, "kind") is { } list
            && list.EndsWith("List", StringComparison.Ordinal))
        {
            // A "List" holds anything, and its items say what; a "PodList" holds Pods, which do not.
            var isTyped = list.Length > "List".Length;
            if (isTyped && items.GetArrayLength() == 0 && ObjectKinds.Find(Text(json, "apiVersion") ?? "", list[..^"List".Length]) is { } empty)
            {
                listed.Add(empty);
            }

            Take(items, isTyped ? Text(json, "apiVersion") ?? "" : "", isTyped ? list[..^"List".Length] : "");
        }
        else if (ObjectReader.Read(json, apiVersion, kind) is { } value)
        {
            objects.Add(new FileObject(value, json));
        }
    }

    private void TakeLog(string file)
    {
        var parts = Path.GetFullPath(file).Split(Path.DirectorySeparatorChar);
        if (parts is not [.., "logs", var space, var pod, var name])
        {
            return;
        }

        var container = name[..^".log".Length];
        var isPrevious = container.EndsWith(".previous", StringComparison.Ordinal);
        logs.Add(new ContainerLog(
            space, pod, isPrevious ? container[..^".previous".Length] : container, isPrevious, File.ReadAllText(file, Encoding.UTF8)));
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left > right ? left : right;
}
