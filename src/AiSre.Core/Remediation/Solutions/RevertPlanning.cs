using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;

namespace AiSre.Remediation.Solutions;

/// <summary>Puts back, to the byte, what the offending commit changed of an application's sources, while nobody has built on it.</summary>
internal sealed class RevertPlanning(RevertCommit operation, IReadOnlyList<SolutionTarget> targets, SourceRepositories repositories, CancellationToken cancellationToken)
{
    private const int MostNamed = 5;

    private List<string> Applications => [.. targets.Select(target => target.Application).Distinct()];

    /// <summary>Plans it.</summary>
    /// <exception cref="SourceRefusedException">It cannot be put back without a person; the sentence says why.</exception>
    public async Task<SolutionPlan> PlanAsync()
    {
        var commit = targets.Select(target => target.Commit).FirstOrDefault(known => known is not null)
            ?? throw new SourceRefusedException($"No commit can be reverted, since {targets[0].WhyNoCommit}; make the change by hand, or give the incident another runbook.");
        var changed = commit.Changes;
        var name = OffendingCommit.Name(changed.Commit);
        if (changed.IsCut)
        {
            throw new SourceRefusedException($"Commit {name} changed more files than GitHub lists; revert it by hand.");
        }

        var repository = await repositories.OpenAsync(commit.Source.RepoUrl, commit.Source.TargetRevision, cancellationToken);
        if (repository.Tree.Branch is null)
        {
            throw new SourceRefusedException($"{targets[0].Application} follows the commit {commit.Source.TargetRevision} of {commit.Source.RepoUrl} and no branch, so no pull request changes what it renders; change the commit in the application by hand.");
        }

        var tree = repository.Tree.Tree;
        var (mine, others) = await SplitAsync(commit, tree, name);
        var (files, touched) = await CompareAsync(commit, tree, name, mine);
        if (touched.Count > 0)
        {
            throw new SourceRefusedException($"Commit {name} is not reverted, because {await LaterAsync(commit, touched)}; put back by hand what is wrong there.");
        }

        if (files.Count == 0)
        {
            return new SolutionPlan.NothingToChange($"Already fixed on the branch: {Names(mine)} {(mine.Count == 1 ? "is" : "are")} at commit {Short(tree.Sha)} as before commit {name}; sync {Names(Applications)} so that the cluster follows.") { Repository = repository.Tree };
        }

        if (others.Count > 0)
        {
            files[^1] = files[^1] with { Edits = files[^1].Edits.Add(VisibleText.Of($"left as that commit made them, since {Names(Applications)} does not use them: {Names(others)}")) };
        }

        return new SolutionPlan.Change([.. files], []) { Repository = repository.Tree, Reverts = commit };
    }

    // Half a merge would be a state that nobody has ever seen; the application's part of a commit is one that it had.
    private async Task<(List<string> Mine, List<string> Others)> SplitAsync(OffendingCommit commit, IRepositoryTree tree, string name)
    {
        var paths = commit.Changes.Paths;
        var used = await UsedAsync(commit, [tree, commit.After, commit.Before]);
        var isUsed = paths.ToLookup(path => operation.Whole || used(path));
        var (mine, others) = (isUsed[true].ToList(), isUsed[false].ToList());
        if (mine.Count == 0)
        {
            throw new SourceRefusedException($"Commit {name} changed {Names(others)}, and nothing that {targets[0].Application} uses; revert it by hand, or allow all of it with 'whole: true' in the runbook.");
        }

        if (others.Count > 0 && commit.Changes.Commit.Parents.Count > 1)
        {
            throw new SourceRefusedException($"Commit {name} is a merge that also changed {Names(others)}, which {targets[0].Application} does not use; revert it by hand, or allow all of it with 'whole: true' in the runbook.");
        }

        return mine.Count > operation.AtMostFiles
            ? throw new SourceRefusedException($"Commit {name} changed {mine.Count} files, and the runbook allows {operation.AtMostFiles}; revert it by hand, or raise 'at-most-files' in the runbook.")
            : (mine, others);
    }

    // What the sources of this repository are made of; of one that only lends files to others, those files.
    private async Task<Func<string, bool>> UsedAsync(OffendingCommit commit, IReadOnlyList<IRepositoryTree> trees)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        var folders = new List<string>();
        foreach (var scene in targets.Select(target => target.Scene).DistinctBy(scene => scene.Name))
        {
            var all = scene.Application.Spec.EffectiveSources;
            foreach (var source in all.Where(source => SourceRepositories.Normal(source.RepoUrl) == SourceRepositories.Normal(commit.Source.RepoUrl)))
            {
                read.UnionWith(all.SelectMany(one => one.Helm?.ValueFiles ?? []).Where(file => source.RefName.Length > 0 && file.StartsWith($"${source.RefName}/", StringComparison.Ordinal))
                    .Select(file => RepositoryPath.Combine("", file[(source.RefName.Length + 2)..])).OfType<string>());
                if (source.Path.Length == 0 && source.RefName.Length > 0)
                {
                    continue;
                }

                var folder = RepositoryPath.Within("", source.Path) ?? throw new SourceRefusedException($"The path {source.Path} of the application {scene.Name} leads out of the repository; correct it in the application.");
                folders.Add(folder);
                read.UnionWith((source.Helm?.ValueFiles ?? []).Select(file => file.StartsWith('/') ? RepositoryPath.Combine("", file) : RepositoryPath.Combine(folder, file)).OfType<string>());
                foreach (var one in trees)
                {
                    read.UnionWith(await ReadAsync(scene.Name, source, new SourceFiles(one)));
                }
            }
        }

        return path => read.Contains(path) || folders.Exists(folder => RepositoryPath.IsWithin(path, folder));
    }

    private async Task<IReadOnlyCollection<string>> ReadAsync(string application, ApplicationSource source, SourceFiles files)
    {
        try
        {
            await ApplicationSourceReader.ReadAsync(application, source, files, cancellationToken);
        }
        catch (SourceRefusedException)
        {
            // What cannot be followed has its folder all the same.
        }

        return files.Read;
    }

    private async Task<(List<FileChange> Files, List<string> Touched)> CompareAsync(OffendingCommit commit, IRepositoryTree tree, string name, List<string> paths)
    {
        var (files, touched) = (new List<FileChange>(), new List<string>());
        foreach (var path in paths)
        {
            var (before, made, now) = (await ReadAsync(commit.Before, path, name), await ReadAsync(commit.After, path, name), await ReadAsync(tree, path, name));
            if (before == made)
            {
                throw new SourceRefusedException($"Commit {name} changed something other than the text of {path}, such as its mode, a symbolic link or a submodule; revert it by hand.");
            }

            if (ForbiddenObjects.Find(path, before, made) is { } forbidden)
            {
                throw new SourceRefusedException($"Commit {name} also changed {forbidden} in {path}, which no runbook may; revert it by hand.");
            }

            if (now == made)
            {
                files.Add(FileChange.Between(path, now, before, VisibleText.Of($"{path}: {(before is null ? "removed, since it was not there" : made is null ? "back, as it was" : "as it was")} before commit {name}")));
            }
            else if (now != before)
            {
                touched.Add(path);
            }
        }

        return (files, touched);
    }

    private async Task<string?> ReadAsync(IRepositoryTree at, string path, string name)
    {
        if (at.Files.FirstOrDefault(file => file.Path == path) is not { } file)
        {
            return null;
        }

        if (file.Size > SourceFiles.LargestFile)
        {
            throw new SourceRefusedException($"Commit {name} changed {path}, which has {file.Size / 1024} KB, and AiSre puts back no file over {SourceFiles.LargestFile / 1024} KB; revert it by hand.");
        }

        try
        {
            var text = await at.ReadAsync(path, cancellationToken);
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new SourceRefusedException($"Commit {name} changed {path}, which is no text; revert it by hand.")
                : text;
        }
        catch (ProblemException problem) when (!problem.IsTransient)
        {
            throw new SourceRefusedException($"Commit {name} is not reverted: {problem.Message}");
        }
    }

    private async Task<string> LaterAsync(OffendingCommit commit, List<string> touched)
    {
        var sentences = new List<string>();
        foreach (var path in touched.Take(MostNamed))
        {
            var later = await commit.LaterOf(path, cancellationToken);
            sentences.Add($"{path} was changed since{(later.Count == 0 ? "" : $" by {string.Join(", ", later.Take(MostNamed).Select(OffendingCommit.Name))}{(later.Count > MostNamed ? $" and {later.Count - MostNamed} more" : "")}")}");
        }

        return string.Join(", and ", sentences) + (touched.Count > MostNamed ? $", and {touched.Count - MostNamed} more files too" : "");
    }

    private static string Names(List<string> names) => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private static string Short(string sha) => sha.Length > 7 ? sha[..7] : sha;
}
