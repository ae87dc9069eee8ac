using System.Globalization;
using System.Text.Json;

namespace AiSre.Clusters.Objects.Files;

/// <summary>Gathers objects and logs from wherever they come, each once, and tells whose the logs are when all is known.</summary>
internal sealed class ObjectCollector
{
    private readonly List<FileObject> objects = [];
    private readonly Dictionary<ObjectRef, int> places = [];
    private readonly List<(LogPlace Place, string Text)> foundLogs = [];
    private readonly Dictionary<string, ContainerLog> logs = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];
    private readonly HashSet<ObjectKind> listed = [];
    private int cutLogs;

    /// <summary>The objects until now.</summary>
    public IReadOnlyList<FileObject> Objects => objects;

    /// <summary>Whether nothing was found, and nothing was said of why.</summary>
    public bool IsEmpty => objects.Count == 0 && logs.Count == 0 && foundLogs.Count == 0 && listed.Count == 0 && problems.Count == 0;

    /// <summary>The newest time that was seen.</summary>
    public DateTimeOffset? Present { get; private set; }

    public void AddProblem(string sentence) => problems.Add(sentence);

    /// <summary>Takes up a time at which something happened.</summary>
    public void AddTime(DateTimeOffset? time) => Present = !(Present > time) && time is not null ? time : Present;

    /// <summary>Takes up what a piece of JSON holds: an object, a list, an array of either.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="apiVersion">What it is where an object does not say.</param>
    /// <param name="kind">Likewise.</param>
    public void Add(JsonElement json, string apiVersion = "", string kind = "")
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                Add(item, apiVersion, kind);
            }

            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (json.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array && (Text(json, "kind") ?? kind + "List") is { } list
            && list.EndsWith("List", StringComparison.Ordinal))
        {
            // A "List" holds anything, and its items say what; a "PodList" holds Pods, which do not.
            var isTyped = list.Length > "List".Length;
            if (isTyped && items.GetArrayLength() == 0 && ObjectKinds.Find(Text(json, "apiVersion") ?? apiVersion, list[..^"List".Length]) is { } empty)
            {
                listed.Add(empty);
            }

            Add(items, isTyped ? Text(json, "apiVersion") ?? apiVersion : "", isTyped ? list[..^"List".Length] : "");
        }
        else if (ObjectReader.Read(json, apiVersion, kind) is { } value)
        {
            Add(new FileObject(value, json));
        }
    }

    public void Add(FileObject file)
    {
        if (places.TryAdd(KeyOf(file.Value), objects.Count))
        {
            objects.Add(file);
        }
        else if (places[KeyOf(file.Value)] is var place && Replaces(objects[place], file))
        {
            objects[place] = file;
        }
    }

    public void Add(ContainerLog log, bool isCut = false)
    {
        cutLogs += isCut ? 1 : 0;

        // Where the same log lies in two places, one of them is often empty or a part.
        if (!logs.TryGetValue(log.Address, out var known) || log.Text.Length >= known.Text.Length)
        {
            logs[log.Address] = log;
        }
    }

    /// <summary>Everything of this kind was added.</summary>
    public void AddListed(ObjectKind kind) => listed.Add(kind);

    /// <summary>Takes up a log whose container follows from its place.</summary>
    public void Add(LogPlace place, string text, bool isCut)
    {
        cutLogs += isCut ? 1 : 0;
        foundLogs.Add((place, text));
    }

    /// <summary>What was gathered; this can be used no more.</summary>
    public ObjectFiles Complete()
    {
        var pods = new PodNames(objects.Select(file => file.Value).OfType<Pod>());
        foreach (var (place, text) in foundLogs)
        {
            if (place.Resolve(pods) is var (space, pod, container, previous))
            {
                Add(new ContainerLog(space, pod, container, previous, text));
            }
        }

        if (cutLogs > 0)
        {
            problems.Add(cutLogs == 1 ? "Of one long log only the end was read." : $"Of {cutLogs} long logs only the end was read.");
        }

        return new ObjectFiles(objects, [.. logs.Values], listed, problems, Present);
    }

    // An event is the same in both groups that serve it.
    private static ObjectRef KeyOf(KubeObject value) => value is Event ? value.Ref with { ApiVersion = "v1" } : value.Ref;

    // Dumps hold an object several times, as it was at different moments. Without a version it was written by hand, and knows no state.
    private static bool Replaces(FileObject known, FileObject other) =>
        (Version(known.Value), Version(other.Value)) switch
        {
            ({ } before, { } after) => after >= before,
            (null, { }) => true,
            ({ }, null) => false,
            _ => HasStatus(other.Json) || !HasStatus(known.Json),
        };

    // Opaque by contract, a growing number by practice; here only the question of which of two copies is newer hangs on it.
    private static ulong? Version(KubeObject value) =>
        ulong.TryParse(value.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static bool HasStatus(JsonElement json) => json.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
