using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using FsCheck;
using FsCheck.Xunit;

namespace AiSre.Tests.Detection;

/// <summary>Objects that no API server would give, as hand-written files and other people's controllers have them.</summary>
public sealed class MutationTests
{
    private static readonly string[] Scenes =
    [
        Scene.Waiting("checkout", "registry.example/shop/checkout:1.4", "ImagePullBackOff", "dial tcp: i/o timeout"),
        Scene.Application("shop", "Degraded", "checkout", "search"),
        Scene.Said("checkout", "Failed", "Failed to pull image: manifest unknown"),
    ];

    [Property(MaxTest = 2000)]
    public void Nothing_throws_on_objects_mutated_at_random(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var evidence = new EvidenceSet();
        foreach (var document in Scenes.SelectMany(yaml => YamlToJson.Documents(yaml, _ => { })))
        {
            var json = JsonNode.Parse(document)!;
            for (var i = random.Next(4); i > 0; i--)
            {
                json = Mutate(json, random);
            }

            var element = JsonSerializer.SerializeToElement(json);
            if (ObjectReader.Read(element) is { } value)
            {
                evidence.Add(value, element);
            }
        }

        var symptoms = Detector.Default.AnalyzeAll(evidence.Objects, Scene.Now);
        foreach (var group in Correlation.Correlate(symptoms, evidence.Objects))
        {
            var analysis = CausalAnalyst.Analyze(DiagnosisInput.Of(group, evidence));
            Assert.All(analysis.Chain.SelectMany(link => link.Citations), citation => Assert.True(evidence.Holds(citation)));
        }
    }

    // Takes one value out, or puts something else in its place.
    private static JsonNode Mutate(JsonNode root, Random random)
    {
        var places = Places(root).ToList();
        if (places.Count == 0)
        {
            return root;
        }

        var (parent, key) = places[random.Next(places.Count)];
        JsonNode? other = random.Next(8) switch
        {
            0 => null,
            1 => JsonValue.Create(-1),
            2 => JsonValue.Create(""),
            3 => JsonValue.Create("\ud83d\ude80 {}[]\"'\\"),
            4 => new JsonArray(),
            5 => new JsonObject(),
            6 => JsonValue.Create(true),
            _ => new JsonArray(null, JsonValue.Create(1), new JsonObject()),
        };
        switch (parent)
        {
            case JsonObject map when random.Next(3) == 0:
                map.Remove((string)key);
                break;
            case JsonObject map:
                map[(string)key] = other;
                break;
            case JsonArray list:
                list[(int)key] = other;
                break;
        }

        return root;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) => node switch
    {
        JsonObject map => map.ToList().SelectMany(entry => Place(map, entry.Key, entry.Value)),
        JsonArray list => list.ToList().SelectMany((item, index) => Place(list, index, item)),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, object Key)> Place(JsonNode parent, object key, JsonNode? value) =>
        value is null ? [(parent, key)] : Places(value).Prepend((parent, key));
}
