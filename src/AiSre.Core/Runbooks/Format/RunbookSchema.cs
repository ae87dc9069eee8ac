using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Detection;
using static AiSre.Runbooks.Format.JsonSchemas;

namespace AiSre.Runbooks.Format;

/// <summary>The JSON Schema of a runbook's front matter, for editors and linters. <see cref="RunbookParser"/> decides; the schema says the same as far as a schema can.</summary>
public static class RunbookSchema
{
    private static readonly Lazy<string> Written = new(() => Create().ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    private static readonly string[] None = [];

    /// <summary>The schema as JSON.</summary>
    public static string Text => Written.Value;

    private static JsonObject Create()
    {
        var schema = Map(
            "A runbook's front matter: which fault it is for, and what to change in Git", ["id", "title", "owner"],
            ("id", JsonSchemas.Text("Stable over versions: a-z, 0-9 and single dashes", "^[a-z0-9]+(-[a-z0-9]+)*$")),
            ("title", JsonSchemas.Text("One line for lists")),
            ("owner", JsonSchemas.Text("Who keeps it right: a team or a person")),
            ("symptom", AtLeastOne(Map("What an incident must look like; every line must hold, a list means any of these", None, Symptom()), "reason", "cause", "alert")),
            ("not-when", List("What excludes it although the symptom fits; one item is enough", Map("All of its lines must hold", None, [.. Symptom(), .. Scope()]))),
            ("when", List("What must be so on the cluster, for every workload", Precondition())),
            ("applies-to", Map("Where it is for; every object of the incident must be covered", None, Scope())),
            ("solution", List("Typed operations, carried out in order as one change", Operation())),
            ("mode", Mode()),
            ("verify", Map("How its effect is watched", None, ("soak", Time("How long it has to stay well", "5m", "10m", "1h")), ("timeout", Time("How long it may take", "30m", "1h", "4h")))),
            ("tests", List("What it is tested with", Test())));
        schema["$schema"] = "http://json-schema.org/draft-07/schema#";
        schema["title"] = "AiSre runbook";
        return schema;
    }

    private static (string Key, JsonObject Schema)[] Symptom() =>
    [
        ("reason", OneOrMore(Word("What is wrong, as a code", Enum.GetNames<SymptomReason>()))),
        ("cause", OneOrMore(Word("Root cause, as a code", Enum.GetNames<RootCause>()))),
        ("pull-failure", OneOrMore(Word("Why an image cannot be pulled", Enum.GetNames<PullFailure>()))),
        ("message", OneOrMore(JsonSchemas.Text("Regular expression for what the cluster or the log says; without lookarounds and backreferences"))),
        .. SymptomSection.Facts.Select(fact => (fact.Key, OneOrMore(JsonSchemas.Text($"{fact.Meaning}; * stands for any characters, ? for one")))),
    ];

    private static (string Key, JsonObject Schema)[] Scope() =>
    [
        ("clusters", OneOrMore(JsonSchemas.Text("Names of clusters; * stands for any characters, ? for one"))),
        ("namespaces", OneOrMore(JsonSchemas.Text("Namespaces of the workloads; * stands for any characters, ? for one"))),
        ("applications", OneOrMore(JsonSchemas.Text("Argo CD applications, as namespace/name or by name; * stands for any characters, ? for one"))),
        ("labels", Entries("Labels of the workload, each with the values that it may have", OneOrMore(JsonSchemas.Text("Value; * stands for any characters, ? for one")))),
    ];

    private static JsonObject Precondition() => Map(
        "One field of the workload", ["field"],
        ("field", JsonSchemas.Text("The field: spec.template.spec.containers[app].resources.limits.memory; [$failing] instead of a name is each container that the symptoms name")),
        ("is", OneOrMore(JsonSchemas.Text("It has one of these values; * and ? as elsewhere"))),
        ("is-not", OneOrMore(JsonSchemas.Text("It has none of these values"))),
        ("at-least", JsonSchemas.Text("It is no less: a number or a quantity such as 512Mi")),
        ("at-most", JsonSchemas.Text("It is no more")),
        ("exists", Flag("Whether it has to be there")));

    private static JsonObject Mode()
    {
        var modes = Enum.GetValues<RunbookMode>().Select(Words.Of).ToArray();
        const string meaning = "advise: no pull request; propose: a person decides; shadow: a person decides, and AiSre notes what it would have done; automatic: merged by itself where guardrails allow it";
        return new JsonObject
        {
            ["description"] = meaning,
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray([.. modes.Select(mode => (JsonNode)mode)]) },
                List("The first that covers the incident counts; propose where none does", Map(meaning, ["is"], [("is", Word(meaning, modes)), .. Scope()]))),
        };
    }

    private static JsonObject Operation()
    {
        var properties = OperationSchemas.All.Select(operation => KeyValuePair.Create(operation.Key, (JsonNode?)operation.Value()));
        return new JsonObject { ["type"] = "object", ["minProperties"] = 1, ["maxProperties"] = 1, ["additionalProperties"] = false, ["properties"] = new JsonObject(properties) };
    }

    private static JsonObject Test() => Map(
        "Objects in, cause and changed lines out", ["name", "objects", "expect"],
        ("name", JsonSchemas.Text("What is tested")),
        ("cluster", JsonSchemas.Text("Name of the cluster")),
        ("application", JsonSchemas.Text("Argo CD application that the objects belong to, as namespace/name")),
        ("objects", List("What the cluster has: Kubernetes objects, events among them", new JsonObject { ["type"] = "object", ["required"] = new JsonArray("apiVersion", "kind") })),
        ("logs", Entries("Logs by namespace/pod/container", JsonSchemas.Text("The text"))),
        ("git", Map("What Git has, where that is not just what the cluster has", ["files"], ("path", JsonSchemas.Text("The application's folder")), ("files", Entries("Files by path", JsonSchemas.Text("The text"))),
            ("commit", Map(
                "The commit that the fault came with", None,
                ("message", JsonSchemas.Text("Its first line")),
                ("before", Entries("The files that it changed, as they were before, by path", JsonSchemas.Text("The text"))),
                ("created", OneOrMore(JsonSchemas.Text("The path of a file that it made"))),
                ("after", Entries("Files that somebody has changed since, as the commit had made them, by path", JsonSchemas.Text("The text"))))))),
        ("expect", Map(
            "What has to come of it", None,
            ("fits", Flag("Whether the runbook fits; true unless said")),
            ("cause", Word("The root cause that has to be found", Enum.GetNames<RootCause>())),
            ("diff", JsonSchemas.Text("The lines that go and come, each with its - or +")),
            ("refused", JsonSchemas.Text("What AiSre says instead of changing something; * stands for any characters")))));
}
