using AiSre.Remediation.Yaml;

namespace AiSre.Remediation.Sources;

/// <summary>Finds the patches of a kustomization, in files and inline, in the order in which Kustomize applies them.</summary>
internal static class KustomizePatchReader
{
    private static readonly string[] Keys = ["patchesStrategicMerge", "patches", "patchesJson6902"];

    public static async Task<IReadOnlyList<KustomizePatch>> ReadAsync(Kustomization kustomization, SourceFiles files, CancellationToken cancellationToken)
    {
        var patches = new List<KustomizePatch>();
        foreach (var key in Keys)
        {
            foreach (var (item, index) in kustomization.Items(key))
            {
                if (await ReadAsync(kustomization, item, YamlPath.Root.Key(key).Index(index), files, cancellationToken) is { } patch)
                {
                    patches.Add(patch);
                }
            }
        }

        return patches;
    }

    private static async Task<KustomizePatch?> ReadAsync(
        Kustomization kustomization, YamlNode item, YamlPath way, SourceFiles files, CancellationToken cancellationToken)
    {
        var view = kustomization.View;
        if (item is YamlScalar text)
        {
            return IsFileName(text.Value)
                ? await FromFileAsync(kustomization, text.Value, target: null, files, cancellationToken)
                : Inline(kustomization, text.Value, way, target: null);
        }

        var target = view.Get(item, "target") is { } node ? KustomizePatchTarget.Read(view, node) : null;
        if (view.Text(item, "path") is { } path)
        {
            return await FromFileAsync(kustomization, path, target, files, cancellationToken);
        }

        return view.Text(item, "patch") is { } inline ? Inline(kustomization, inline, way.Key("patch"), target) : null;
    }

    private static bool IsFileName(string text) => !text.Contains('\n') && !text.Contains(": ", StringComparison.Ordinal) && !text.StartsWith('{');

    private static async Task<KustomizePatch> FromFileAsync(
        Kustomization kustomization, string name, KustomizePatchTarget? target, SourceFiles files, CancellationToken cancellationToken)
    {
        var path = RepositoryPath.Within(kustomization.Folder, name);
        if (path is null || !files.HasFile(path))
        {
            throw new SourceRefusedException($"{kustomization.Path} names the patch {name}, which is no file of the repository at commit {files.Commit} ({RepositoryPath.NotFollowed}); correct the kustomization.");
        }

        return new KustomizePatch(
            await files.ReadAsync(path, cancellationToken), (document, field) => new ImagePlace.Field(path, document, field), target, $"the patch {path}");
    }

    private static KustomizePatch Inline(Kustomization kustomization, string text, YamlPath way, KustomizePatchTarget? target)
    {
        try
        {
            return new KustomizePatch(
                YamlFile.Parse(text), (document, field) => new ImagePlace.InlineField(kustomization.Path, way, document, field), target,
                $"the patch {way} in {kustomization.Path}");
        }
        catch (YamlRefusedException refused)
        {
            throw new SourceRefusedException($"{kustomization.Path} has a patch at {way} in which {refused.Message}; correct the patch.");
        }
    }
}
