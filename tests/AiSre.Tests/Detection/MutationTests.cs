using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Clusters.Objects.Files;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Tests.Situations;
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
        NetworkAnalyzerTests.Pod, NetworkAnalyzerTests.Service, NetworkAnalyzerTests.Ingress, NetworkAnalyzerTests.Gateway, NetworkAnalyzerTests.Route,
        PolicyAnalyzerTests.Autoscaler, PolicyAnalyzerTests.Webhook, PolicyAnalyzerTests.Api, PolicyAnalyzerTests.Leaving, PolicyAnalyzerTests.Budget,
        GitOpsAnalyzerTests.Application, GitOpsAnalyzerTests.Set, GitOpsAnalyzerTests.Kargo,
        CustomObjectAnalyzerTests.Claim, CustomObjectAnalyzerTests.Scaled, CustomObjectAnalyzerTests.Admission, CustomObjectAnalyzerTests.Devices,
    ];

    [Property(MaxTest = 2000)]
    public void Nothing_throws_on_objects_mutated_at_random(DoNotSize<int> seed) => Analyze(Scenes, new Random(seed.Item));

    [Property(MaxTest = 2000)]
    public void Nothing_throws_on_situations_mutated_at_random(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        Analyze([Situation.All[random.Next(Situation.All.Count)].Text], random);
    }

    // A log of any bytes, of one line or many, belongs to a container whose end is to be explained.
    [Property(MaxTest = 300)]
    public void No_log_makes_anything_throw(byte[] bytes, bool isPrevious)
    {
        var scene = Situation.All.First(situation => situation.Name == "crash/exit-1").ToScene();
        scene.Log($"shop/checkout-abc-1/app{(isPrevious ? ".previous" : "")}", System.Text.Encoding.UTF8.GetString(bytes));
        Assert.All(scene.Causes.SelectMany(cause => cause.Chain).SelectMany(link => link.Citations), citation => Assert.True(scene.Evidence.Holds(citation)));
    }

    [Fact]
    public void A_ConfigMap_of_a_mebibyte_and_a_line_of_as_much_are_read_in_good_time()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var scene = Scene.Of(
            Situation.All.First(situation => situation.Name == "storage/mount-configmap-key").Text,
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings, namespace: shop}}\ndata: {{big: \"{new string('x', 1 << 20)}\"}}\n");
        scene.Log("shop/checkout-abc-1/app", new string('=', 1 << 20) + "\nfatal error: \u0000\ufffd\n");
        Assert.Equal(RootCause.MissingConfigMapKey, Assert.Single(scene.Causes).Code);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static void Analyze(IEnumerable<string> scenes, Random random)
    {
        var evidence = new EvidenceSet();
        foreach (var document in scenes.SelectMany(yaml => YamlToJson.Documents(yaml, _ => { })))
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
        JsonNode? other = random.Next(12) switch
        {
            0 => null,
            1 => JsonValue.Create(-1),
            8 => JsonValue.Create(int.MaxValue),
            9 => JsonValue.Create(1e300),
            10 => JsonValue.Create("0001-01-01T00:00:00Z"),
            11 => JsonValue.Create("9999-12-31T23:59:59Z"),
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
