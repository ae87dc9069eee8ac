using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Charts.Templates;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Applications;

/// <summary>Reads what an ApplicationSet in Git generates.</summary>
internal sealed class ApplicationSetReader(SourceRepositories repositories, CancellationToken cancellationToken)
{
    /// <summary>The applications that it generates, as if an application declared them.</summary>
    /// <param name="scene">The application that is looked for.</param>
    /// <param name="set">Where Git declares the ApplicationSet.</param>
    /// <exception cref="SourceRefusedException">It cannot be followed; the sentence says why and what to do.</exception>
    /// <exception cref="ProblemException">A repository does not answer.</exception>
    public async Task<DeclaredApplication> ReadAsync(ApplicationScene scene, ApplicationDeclaration set)
    {
        var name = $"ApplicationSet {set.Item.Name} in {set.Item.File}";
        var spec = set.Read()["spec"] as JsonObject ?? [];
        if (spec["templatePatch"] is JsonValue)
        {
            throw new SourceRefusedException($"{name} has a templatePatch, which AiSre does not follow; make the change by hand.");
        }

        var isGoTemplate = spec["goTemplate"]?.ToString() == "true";
        var reader = new GeneratorReader(name, isGoTemplate, set.Source.Repository, repositories, cancellationToken);
        try
        {
            var sets = await reader.ReadAsync(spec["generators"] as JsonArray ?? [], FieldPath.Of("spec", "generators"));
            var generated = new GeneratedSource(name, spec["template"] as JsonObject ?? [], isGoTemplate, sets, [.. reader.Layers]);
            var rendered = generated.Render();
            var source = new DeclaredSource(new SourceListing(rendered.Objects, [], ""), set.Source.Repository) { Chart = generated, Rendered = rendered };
            return new DeclaredApplication(scene, [source], []) { Declaration = set, IsGenerated = true };
        }
        catch (TemplateRefusedException refused)
        {
            throw new SourceRefusedException($"{name} cannot be followed because {refused.Message}; make the change by hand.");
        }
    }
}
