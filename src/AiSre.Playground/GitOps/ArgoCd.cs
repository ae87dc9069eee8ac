using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;
using AiSre.Playground.Kubernetes.Kinds;
using AiSre.Playground.Kubernetes.Storage;

namespace AiSre.Playground.GitOps;

/// <summary>What people do to Argo CD with its command line: create applications, refresh and sync them. All of it is written to the Application objects, as Argo CD's own tools do.</summary>
public sealed class ArgoCd(ClusterStore store)
{
    /// <summary>The namespace that Argo CD and its applications live in.</summary>
    public const string Namespace = ApplicationController.Namespace;

    /// <summary>Creates an application that follows a branch; it syncs by itself and prunes.</summary>
    /// <param name="name">The application's name.</param>
    /// <param name="repoUrl">The repository's address for cloning.</param>
    /// <param name="path">The folder in the repository.</param>
    /// <param name="targetNamespace">The namespace to deploy to, made when it is missing.</param>
    /// <param name="change">Changes the Application before it is created; null for none.</param>
    public StoredObject CreateApplication(string name, string repoUrl, string path, string targetNamespace, Action<JsonObject>? change = null)
    {
        var application = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["destination"] = new JsonObject { ["namespace"] = targetNamespace, ["server"] = "https://kubernetes.default.svc" },
                ["project"] = "default",
                ["source"] = new JsonObject { ["path"] = path, ["repoURL"] = repoUrl, ["targetRevision"] = "main" },
                ["syncPolicy"] = new JsonObject
                {
                    ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true },
                    ["syncOptions"] = new JsonArray("CreateNamespace=true"),
                },
            },
        };
        change?.Invoke(application);
        return store.Create(KnownKinds.Application, application);
    }

    /// <summary>Syncs an application to its target revision, whether it does so by itself or not.</summary>
    /// <exception cref="StatusException">404 when there is no such application.</exception>
    public void Sync(string name, bool prune = false) => store.Change(KnownKinds.Application, Namespace, name, WritePart.Everything, application =>
        application["operation"] = new JsonObject
        {
            ["initiatedBy"] = new JsonObject { ["username"] = "admin" },
            ["sync"] = prune ? new JsonObject { ["prune"] = true } : [],
        });

    /// <summary>Compares an application now.</summary>
    /// <exception cref="StatusException">404 when there is no such application.</exception>
    public void Refresh(string name) => store.Change(KnownKinds.Application, Namespace, name, WritePart.Everything, application =>
        application.Ensure("metadata").Ensure("annotations")[ApplicationController.RefreshAnnotation] = "normal");

    /// <summary>What an installation of Argo CD brings along: its settings and the default project.</summary>
    internal void Install()
    {
        store.Create(KnownKinds.ConfigMap, new()
        {
            ["metadata"] = new JsonObject { ["name"] = "argocd-cm", ["namespace"] = Namespace, ["labels"] = new JsonObject { ["app.kubernetes.io/part-of"] = "argocd" } },
            ["data"] = new JsonObject { ["application.resourceTrackingMethod"] = "annotation" },
        });
        store.Create(KnownKinds.AppProject, new()
        {
            ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["clusterResourceWhitelist"] = new JsonArray(new JsonObject { ["group"] = "*", ["kind"] = "*" }),
                ["destinations"] = new JsonArray(new JsonObject { ["namespace"] = "*", ["server"] = "*" }),
                ["sourceRepos"] = new JsonArray("*"),
            },
        });
    }
}
