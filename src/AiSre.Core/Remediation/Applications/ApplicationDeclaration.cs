using System.Text.Json.Nodes;
using AiSre.Remediation.Sources;

namespace AiSre.Remediation.Applications;

/// <summary>Where Git declares an application itself: an application of applications does, in one of its sources.</summary>
/// <param name="Parent">The application that declares it.</param>
/// <param name="Item">The object that it is there.</param>
internal sealed record ApplicationDeclaration(DeclaredApplication Parent, SourceObject Item)
{
    /// <summary>The source of the parent that has it.</summary>
    public DeclaredSource Source => Parent.SourceOf(Item);

    /// <summary>The application as Git has it, patches over the manifest; lists of applications are taken as a whole.</summary>
    /// <exception cref="SourceRefusedException">A patch changes it in a way that is not followed.</exception>
    public JsonObject Read()
    {
        var merged = new JsonObject();
        foreach (var layer in Item.Layers)
        {
            if (layer.Pointer is not null || layer.Sets is not null || layer.Unclear is not null)
            {
                throw new SourceRefusedException($"{layer.Where} changes the application {Item.Name} in a way that AiSre does not follow; make the change by hand.");
            }

            Merge(merged, new YamlView(layer.Content).Json(layer.Node) as JsonObject ?? []);
        }

        return merged;
    }

    private static void Merge(JsonObject target, JsonObject over)
    {
        foreach (var (key, value) in over)
        {
            if (value is JsonObject inner && target[key] is JsonObject own)
            {
                Merge(own, inner);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }
}
