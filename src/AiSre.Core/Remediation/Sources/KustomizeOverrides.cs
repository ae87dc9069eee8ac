using System.Globalization;
using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>What an application itself sets over its kustomization, as Argo CD writes it into that before it builds.</summary>
/// <param name="own">What it sets.</param>
/// <param name="field">Which of the application's fields that is.</param>
/// <param name="files">The files beside the source that outweigh it; what they set is in <paramref name="own"/> already.</param>
internal sealed class KustomizeOverrides(KustomizeSource own, FieldPath field, SourceOverrides files)
{
    public string Namespace => own.Namespace;

    public string NamePrefix => own.NamePrefix;

    public string NameSuffix => own.NameSuffix;

    /// <summary>Further components, as paths from the kustomization.</summary>
    public IEnumerable<string> Components => own.Components;

    /// <summary>Its patches, after those of the kustomization. They are followed, and not edited.</summary>
    public IEnumerable<KustomizePatch> Patches()
    {
        for (var index = 0; index < own.Patches.Count; index++)
        {
            var (patch, where, place) = (own.Patches[index], $"the patch {field}.patches[{index}] of the application itself", field.Then("patches").Item(index.ToString(CultureInfo.InvariantCulture)));
            if (patch.ValueKind != JsonValueKind.Object || !patch.TryGetProperty("patch", out var text) || text.ValueKind != JsonValueKind.String)
            {
                throw new SourceRefusedException($"The application has {where}, which it does not write out and which AiSre does not follow; make the change by hand.");
            }

            yield return new KustomizePatch(Parse(text.GetString()!, where), (_, _) => new ImagePlace.ApplicationField(place, text.GetString()!), Target(patch), where)
            {
                Unclear = $"{where} sets it; change it in the application",
            };
        }
    }

    /// <summary>Sets replicas, instead of what the kustomization says of the same names.</summary>
    public void SetReplicas(IReadOnlyCollection<SourceObject> objects)
    {
        var file = files.DeciderOf("kustomize", "replicas");
        for (var index = 0; index < own.Replicas.Count; index++)
        {
            var entry = own.Replicas[index];
            var targets = objects.Where(item => (item.Name == entry.Name || item.Declared.Name == entry.Name) && PodTemplates.Replicas.Contains(item.Declared.Kind)).ToList();
            var path = field.Then("replicas").Item(entry.Name).Then("count");
            foreach (var target in targets)
            {
                var layer = file is null
                    ? new SourceLayer(new ImagePlace.ApplicationField(path, entry.Count), YamlFile.Parse(entry.Count), $"the application itself ({path})")
                    : new SourceLayer(new ImagePlace.Field(file.Path, 0, YamlPath.Root.Key("kustomize").Key("replicas").Index(index).Key("count")), file.Content, file.Path);
                target.Layers.Add(layer with { Sets = PodTemplates.ReplicasField, Users = targets.Count });
            }
        }
    }

    /// <summary>Sets an image where one of its settings is about it: in place of the kustomization's entry of that name, or after all of them.</summary>
    /// <param name="image">The image, as the kustomization makes it.</param>
    /// <param name="arriving">The image as it came into the kustomization.</param>
    public void SetImage(SourceImage image, string arriving)
    {
        for (var index = 0; index < own.Images.Count; index++)
        {
            var entry = Entry(own.Images[index]);
            if ((entry.Apply(arriving) ?? entry.Apply(image.Value)) is { } changed)
            {
                image.Value = changed;
                image.Place = files.DeciderOf("kustomize", "images") is { } file
                    ? new ImagePlace.Setting(file.Path, YamlPath.Root.Key("kustomize").Key("images").Index(index), own.Images[index])
                    : new ImagePlace.ApplicationField(field.Then("images").Item(index.ToString(CultureInfo.InvariantCulture)), own.Images[index]);
            }
        }
    }

    // name=new:tag, name:tag, name@digest, name=new
    private static KustomizeImagesEntry Entry(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        var to = KustomizeImageName.Parse(setting[(equals + 1)..]);
        return new KustomizeImagesEntry(equals < 0 ? to.Name : setting[..equals], to.Name, to.Tag.Length == 0 ? null : to.Tag, to.Digest.Length == 0 ? null : to.Digest, null);
    }

    private static KustomizePatchTarget? Target(JsonElement patch)
    {
        if (!patch.TryGetProperty("target", out var target) || target.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var file = YamlFile.Parse(target.GetRawText());
        return KustomizePatchTarget.Read(new YamlView(file), file.Documents[0]!);
    }

    private static YamlFile Parse(string text, string where)
    {
        try
        {
            return YamlFile.Parse(text);
        }
        catch (YamlRefusedException refused)
        {
            throw new SourceRefusedException($"The application has {where}, in which {refused.Message}; correct the application.");
        }
    }
}
