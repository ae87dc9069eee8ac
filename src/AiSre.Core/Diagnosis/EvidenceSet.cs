using System.Text;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Incidents;

namespace AiSre.Diagnosis;

/// <summary>What a diagnosis may build on and quote: kept evidence as records, and as the text that quotations are looked up in.</summary>
public sealed class EvidenceSet
{
    private readonly Dictionary<string, JsonElement> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ContainerLog> logs = new(StringComparer.Ordinal);

    /// <summary>The objects and events among the evidence.</summary>
    public ObjectCache Objects { get; } = new();

    public IReadOnlyCollection<ContainerLog> Logs => logs.Values;

    /// <summary>Takes up what an incident has kept. What cannot be read is left out, and so cannot be quoted.</summary>
    public static EvidenceSet From(IEnumerable<Evidence> kept)
    {
        var set = new EvidenceSet();
        foreach (var evidence in kept)
        {
            set.Add(evidence.Kind, evidence.Address, evidence.Content);
        }

        return set;
    }

    /// <summary>Adds one piece of evidence under its own address.</summary>
    public void Add(EvidenceKind kind, string address, string content)
    {
        if (kind == EvidenceKind.Log)
        {
            if (ContainerLog.FromAddress(address, content) is { } log)
            {
                Add(log);
            }

            return;
        }

        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(content));
            var json = document.RootElement.Clone();
            if (kind == EvidenceKind.Alert)
            {
                objects[address] = json;
            }
            else if (ObjectReader.Read(json) is { } value)
            {
                objects[address] = json;
                Objects.Put(value);
            }
        }
        catch (JsonException)
        {
            // Cut off or edited by hand: not evidence of anything.
        }
    }

    /// <summary>Adds an object as it was read.</summary>
    public void Add(KubeObject value, JsonElement json)
    {
        objects[value.Ref.Address] = json;
        Objects.Put(value);
    }

    public void Add(ContainerLog log)
    {
        logs[log.Address] = log;
        Objects.PutLog(log);
    }

    /// <summary>An object as it was read, all of it; null when it is not among the evidence.</summary>
    public JsonElement? JsonOf(ObjectRef reference) => objects.TryGetValue(reference.Address, out var json) ? json : null;

    /// <summary>Whether the citation names a piece of this evidence that holds its quote.</summary>
    public bool Holds(Citation citation) =>
        objects.TryGetValue(citation.Evidence, out var json) ? Quotations.Contains(json, citation.Quote)
        : logs.TryGetValue(citation.Evidence, out var log) && Quotations.Contains(log.Text, citation.Quote);
}
