using System.Text;
using LibGit2Sharp;

namespace AiSre.Playground.Git;

/// <summary>One entry of a tree, with its path from the root the walk began at.</summary>
internal sealed record TreeItem(string Path, Mode Mode, TreeEntryTargetType Type, string Sha)
{
    public bool IsFile => Mode is Mode.NonExecutableFile or Mode.ExecutableFile or Mode.NonExecutableGroupWritableFile;
}

/// <summary>Reading and writing trees without a working directory.</summary>
internal static class GitTrees
{
    /// <summary>Every entry below a tree, folders before what is in them, in Git's order.</summary>
    public static IEnumerable<TreeItem> Walk(this Tree tree, bool recursive = true, string prefix = "")
    {
        foreach (var entry in tree)
        {
            var path = prefix + entry.Name;
            yield return new TreeItem(path, entry.Mode, entry.TargetType, entry.Target.Sha);
            if (recursive && entry.Target is Tree folder)
            {
                foreach (var inner in folder.Walk(recursive, path + "/"))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>A tree with some files written over another one; null text deletes.</summary>
    public static Tree WriteTree(this Repository repository, Tree? onto, IReadOnlyDictionary<string, string?> files)
    {
        var definition = onto is null ? new TreeDefinition() : TreeDefinition.From(onto);
        foreach (var (path, text) in files)
        {
            if (text is null)
            {
                definition.Remove(path);
                continue;
            }

            var mode = onto?[path]?.Mode is Mode.ExecutableFile ? Mode.ExecutableFile : Mode.NonExecutableFile;
            definition.Add(path, repository.WriteBlob(Encoding.UTF8.GetBytes(text)), mode);
        }

        return repository.ObjectDatabase.CreateTree(definition);
    }

    public static Blob WriteBlob(this Repository repository, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return repository.ObjectDatabase.CreateBlob(stream);
    }

    public static byte[] Bytes(this Blob blob)
    {
        using var content = blob.GetContentStream();
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray();
    }
}
