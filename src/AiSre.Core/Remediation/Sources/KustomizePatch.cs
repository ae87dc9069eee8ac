using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>A patch of a kustomization: where its text stands, and which objects it is for.</summary>
/// <param name="Content">The patch, parsed.</param>
/// <param name="Place">Names a field of the patch as a place to edit.</param>
/// <param name="Target">Its own <c>target</c>; null when the patch itself names the object.</param>
/// <param name="Where">How messages name it.</param>
internal sealed record KustomizePatch(YamlFile Content, Func<int, YamlPath, ImagePlace> Place, KustomizePatchTarget? Target, string Where)
{
    /// <summary>Why what it sets may or may not hold, or may not be edited, as a clause; null when it can be followed.</summary>
    public string? Unclear
    {
        get => field ?? Target?.WhyUnclear(Where);
        init;
    }

    /// <summary>Carries the patch out as far as it is about images, and notes it at the objects that it is for.</summary>
    public void Apply(IReadOnlyCollection<SourceObject> objects)
    {
        for (var document = 0; document < Content.Documents.Length; document++)
        {
            if (Content.Documents[document] is YamlSequence operations)
            {
                JsonPatch.Apply(this, document, operations, objects);
            }
            else if (Content.Documents[document] is { } root)
            {
                Merge(document, root, objects);
            }
        }
    }

    private void Merge(int document, YamlNode root, IReadOnlyCollection<SourceObject> objects)
    {
        var view = new YamlView(Content);
        var named = ManifestReader.Identity(view, root);
        var targets = objects.Where(candidate => Target?.Matches(candidate) ?? (named is not null && IsNamed(candidate, named))).ToList();
        foreach (var target in targets)
        {
            target.Layers.Add(new SourceLayer(Place(document, YamlPath.Root), Content, Where) { IsPatch = true, Users = targets.Count, Unclear = Unclear });
            var path = PodTemplates.PathOf(target.Declared.Group, target.Declared.Kind);
            foreach (var found in path is null ? [] : PodTemplates.Images(view, root, path))
            {
                var image = target.Images.FirstOrDefault(candidate => candidate.Container == found.Container && candidate.IsInit == found.IsInit);
                if (image is null)
                {
                    image = new SourceImage(found.Container, found.IsInit, target.Images.Count(other => other.IsInit == found.IsInit), found.Image, Place(document, found.Path));
                    target.Images.Add(image);
                }

                image.Value = found.Image;
                image.Place = Place(document, found.Path);
                image.Unclear = Unclear;
            }
        }
    }

    private static bool IsNamed(SourceObject candidate, ObjectRef named) =>
        candidate.Declared.Kind == named.Kind && candidate.Declared.Group == named.Group
        && (candidate.Name == named.Name || candidate.Declared.Name == named.Name)
        && (named.Namespace is null || candidate.Namespace is null || candidate.Namespace == named.Namespace || candidate.Declared.Namespace == named.Namespace);
}

/// <summary>The <c>target</c> of a patch. Names are regular expressions that must match whole.</summary>
internal sealed record KustomizePatchTarget(string? Group, string? Kind, string? Name, string? Namespace, bool HasSelectors)
{
    public static KustomizePatchTarget Read(YamlView view, YamlNode target) => new(
        view.Text(target, "group"), view.Text(target, "kind"), view.Text(target, "name"), view.Text(target, "namespace"),
        view.Text(target, "labelSelector") is not null || view.Text(target, "annotationSelector") is not null);

    public bool Matches(SourceObject candidate) =>
        (Group is null || Group == candidate.Declared.Group)
        && (Kind is null || IsMatch(Kind, candidate.Declared.Kind))
        && (Name is null || IsMatch(Name, candidate.Name) || IsMatch(Name, candidate.Declared.Name))
        && (Namespace is null || candidate.Namespace is null || IsMatch(Namespace, candidate.Namespace));

    /// <summary>Selectors by label are not followed, so what such a patch sets may or may not hold.</summary>
    public string? WhyUnclear(string where) =>
        HasSelectors ? $"{where} chooses its objects by labels or annotations, which AiSre does not follow; make the change by hand" : null;

    // Without backtracking, as Go has it: an expression is written by others, and is asked of every object.
    private static bool IsMatch(string expression, string text)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{expression})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return expression == text;
        }
    }
}
