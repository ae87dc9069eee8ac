using System.Globalization;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>A patch as a list of operations (RFC 6902), followed as far as it is about images or sets one value.</summary>
internal static class JsonPatch
{
    public static void Apply(KustomizePatch patch, int document, YamlSequence operations, IReadOnlyCollection<SourceObject> objects)
    {
        var view = new YamlView(patch.Content);
        for (var index = 0; index < operations.Items.Length; index++)
        {
            var operation = operations.Items[index];
            var way = (view.Text(operation, "path") ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
            var targets = objects.Where(candidate => patch.Target?.Matches(candidate) == true).ToList();
            foreach (var target in targets)
            {
                target.Layers.Add(new SourceLayer(patch.Place(document, YamlPath.Root.Index(index).Key("value")), patch.Content, patch.Where)
                {
                    Pointer = [.. way.Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))],
                    Operation = view.Text(operation, "op") ?? "",
                    Users = targets.Count,
                    Unclear = patch.Unclear,
                });
                if (PodTemplates.PathOf(target.Declared.Group, target.Declared.Kind) is { } path && Concerns(way, path))
                {
                    Apply(patch, target, way[path.Length..], view.Get(operation, "value") as YamlScalar, patch.Place(document, YamlPath.Root.Index(index).Key("value")));
                }
            }
        }
    }

    private static bool Concerns(string[] way, string[] path) => way.Length >= path.Length && way.AsSpan(0, path.Length).SequenceEqual(path);

    // rest: what follows the pod spec, such as containers/0/image.
    private static void Apply(KustomizePatch patch, SourceObject target, string[] rest, YamlScalar? value, ImagePlace place)
    {
        var isInit = rest is ["initContainers", ..];
        if (rest is not (["containers", ..] or ["initContainers", ..] or []))
        {
            return;
        }

        foreach (var image in target.Images.Where(image => rest.Length == 0 || image.IsInit == isInit))
        {
            if (rest is [_, var number, "image"])
            {
                if (number == image.Index.ToString(CultureInfo.InvariantCulture) && value is not null)
                {
                    image.Value = value.Value;
                    image.Place = place;
                    image.Unclear = patch.Unclear;
                }
            }
            else if (rest is not [_, _, _, ..])
            {
                image.Unclear = $"{patch.Where} replaces, adds or removes whole containers, which AiSre does not follow; change the image by hand";
            }
        }
    }
}
