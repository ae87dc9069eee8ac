using System.Text.Json.Nodes;
using AiSre.Playground.Kubernetes;

namespace AiSre.Playground.GitOps.Sources;

/// <summary>Where an application's manifests are: <c>spec.source</c>.</summary>
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

        var source = application.Child("spec", "source")
            ?? throw new SourceException("spec.source.repoURL and either spec.source.path or spec.source.chart are required");
        return new(source.Text("repoURL") ?? "", (source.Text("path") ?? ".").Trim('/'), source.Text("targetRevision") is { Length: > 0 } revision ? revision : "HEAD", source)
        {
            Application = application.Text("metadata", "name") ?? "",
            Namespace = application.Text("spec", "destination", "namespace") ?? "",
        };
    }
}
