using AiSre.Playground.GitOps.Sources;

namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Writes the files of a commit where programs can read them.</summary>
internal static class TreeFolder
{
    /// <exception cref="SourceException">A path leads out of the folder.</exception>
    public static void Write(IReadOnlyDictionary<string, byte[]> tree, string folder)
    {
        foreach (var (path, content) in tree)
        {
            var target = Path.GetFullPath(Path.Combine(folder, path));
            if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new SourceException($"rpc error: code = Unknown desc = {path}: file path points to outside of repository root");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }
    }
}
