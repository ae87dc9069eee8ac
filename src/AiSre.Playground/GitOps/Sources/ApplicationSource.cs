using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Sources;

/// <summary>Where an application's manifests are: <c>spec.source</c>, or where a hydrator puts them.</summary>
/// <param name="Json">The source as the application writes it.</param>
internal sealed record ApplicationSource(string RepoUrl, string Path, string TargetRevision, JsonObject Json)
{
    /// <summary>The application that has it.</summary>
    public string Application { get; init; } = "";

    /// <summary>The namespace that it is deployed to.</summary>
    public string Namespace { get; init; } = "";

    public bool IsRecursive => Json.Flag("directory", "recurse");

    /// <exception cref="SourceException">The application has no single source.</exception>
    public static ApplicationSource Of(JsonObject application)
    {
        if (application.At("spec", "sources") is JsonArray { Count: > 0 })
        {
            throw new SourceException("rpc error: code = Unimplemented desc = applications with several sources are not rendered here");
        }

        if (application.Child("spec", "sourceHydrator") is { } hydrator)
        {
            var synced = new JsonObject
            {
                ["repoURL"] = hydrator.Text("drySource", "repoURL"),
                ["targetRevision"] = hydrator.Text("syncSource", "targetBranch"),
                ["path"] = hydrator.Text("syncSource", "path"),
            };
            return Of(application, synced);
        }

        return Of(application, application.Child("spec", "source")
            ?? throw new SourceException("spec.source.repoURL and either spec.source.path or spec.source.chart are required"));
    }

    /// <summary>What people write, where a hydrator renders it; null where Argo CD renders the source itself.</summary>
    public static ApplicationSource? DryOf(JsonObject application) =>
        application.Child("spec", "sourceHydrator", "drySource") is { } dry ? Of(application, dry) : null;

    private static ApplicationSource Of(JsonObject application, JsonObject source) =>
        new(source.Text("repoURL") ?? "", (source.Text("path") ?? ".").Trim('/'), source.Text("targetRevision") is { Length: > 0 } revision ? revision : "HEAD", source)
        {
            Application = application.Text("metadata", "name") ?? "",
            Namespace = application.Text("spec", "destination", "namespace") ?? "",
        };
}
