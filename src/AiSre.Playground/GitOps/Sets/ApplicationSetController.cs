using System.Text.Json.Nodes;
using AiSre.Playground.Controllers;
using AiSre.Playground.GitOps.Sources;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps.Sets;

/// <summary>Plays Argo CD's ApplicationSet controller: makes, changes and deletes the applications of list and git generators.</summary>
internal sealed class ApplicationSetController(ClusterStore store, SetGenerators generators, GitOpsOptions options, TimeProvider time, ILogger<ApplicationSetController> logger)
    : Controller(store, time, logger)
{
    protected override IEnumerable<KindDefinition> Kinds => [KnownKinds.ApplicationSet];

    protected override ObjectKey? Concerns(Change change) => ObjectKey.Of(change.Object);

    protected override TimeSpan? Reconcile(ObjectKey key)
    {
        if (Store.Find(KnownKinds.ApplicationSet, key.Namespace, key.Name) is not { } stored)
        {
            return null;
        }

        var set = stored.ToJson();
        string? problem = null;
        try
        {
            Write(stored, [.. generators.Generate(set).Select(parameters => SetTemplate.Render(set, parameters))]);
        }
        catch (SourceException error)
        {
            problem = error.Message;
        }

        Report(stored, set, problem);

        // A git generator may give something else with any commit.
        return options.PollInterval;
    }

    private void Write(StoredObject set, IReadOnlyList<JsonObject> wanted)
    {
        foreach (var application in wanted)
        {
            var metadata = application.Ensure("metadata");
            metadata["namespace"] = set.Namespace;
            metadata["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = KnownKinds.ApplicationSet.ApiVersion,
                ["kind"] = KnownKinds.ApplicationSet.Kind,
                ["name"] = set.Name,
                ["uid"] = set.Uid,
                ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            });
            var name = metadata.Text("name")!;
            if (Store.Find(KnownKinds.Application, set.Namespace, name) is not { } live)
            {
                Store.Create(KnownKinds.Application, application);
            }
            else if (!JsonNode.DeepEquals(live.ToJson()["spec"], application["spec"]))
            {
                Store.Change(KnownKinds.Application, live.Namespace, live.Name, WritePart.Object, json => json["spec"] = application["spec"]!.DeepClone());
            }
        }

        var names = wanted.Select(application => application.Text("metadata", "name")).ToHashSet();
        foreach (var extra in Store.List(KnownKinds.Application).Where(application => !application.IsTerminating && !names.Contains(application.Name) && application.ToJson().Items("metadata", "ownerReferences").Any(owner => owner.Text("uid") == set.Uid)))
        {
            Store.Delete(extra.Kind, extra.Namespace, extra.Name, new() { Uid = extra.Uid });
        }
    }

    private void Report(StoredObject stored, JsonObject set, string? problem)
    {
        var message = problem ?? "Successfully generated parameters for all Applications";
        if (set.Items("status", "conditions").FirstOrDefault().Text("message") == message)
        {
            return;
        }

        Store.Change(KnownKinds.ApplicationSet, stored.Namespace, stored.Name, WritePart.Everything, json => json.Ensure("status")["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = problem is null ? "ParametersGenerated" : "ErrorOccurred",
            ["status"] = "True",
            ["message"] = message,
            ["reason"] = problem is null ? "ParametersGenerated" : "ApplicationGenerationFromParamsError",
            ["lastTransitionTime"] = Json.Time(Now),
        }));
    }
}
