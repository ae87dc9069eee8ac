using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Detection;

namespace AiSre.Runbooks.Format;

/// <summary>Reads the tests that a runbook carries.</summary>
internal static class TestSection
{
    /// <summary>More would not be read by anybody, and each has to run with every save.</summary>
    private const int MostTests = 50;

    public static ImmutableArray<RunbookTest> Read(FrontMatterMap top, bool canAct)
    {
        var maps = top.Maps("tests", "{name: …, objects: […], expect: {…}}");
        if (maps.Count > MostTests)
        {
            top.Refuse("tests", $"there are {maps.Count} tests; allowed are {MostTests}");
            return [];
        }

        var tests = maps.Select(map => Test(map, canAct)).ToImmutableArray();
        foreach (var twice in tests.GroupBy(test => test.Name).Where(group => group.Key.Length > 0 && group.Count() > 1))
        {
            top.Refuse("tests", $"{twice.Count()} tests are called '{twice.Key}'; give each a name of its own");
        }

        return tests;
    }

    private static RunbookTest Test(FrontMatterMap map, bool canAct)
    {
        var name = map.Text("name", required: true);
        var (cluster, application) = (map.Text("cluster"), map.Text("application"));
        var objects = map.Objects("objects", "{apiVersion: v1, kind: Pod, metadata: {…}}");
        if (!map.Has("objects"))
        {
            map.Refuse("objects", $"'{map.Name}.objects' is missing; list the objects that show the fault, as the cluster has them");
        }

        foreach (var (index, one) in objects.Index())
        {
            if (one["apiVersion"] is not JsonValue || one["kind"] is not JsonValue)
            {
                map.Refuse("objects", $"'{map.Name}.objects[{index}]' has no apiVersion and kind; write the object as the cluster has it");
            }
        }

        var (path, files, commit) = Git(map);
        var test = new RunbookTest
        {
            Name = name ?? "",
            Line = map.Line,
            Cluster = cluster ?? "test",
            Application = application ?? "argocd/test",
            Logs = map.Map("logs")?.Blocks() ?? ImmutableSortedDictionary<string, string>.Empty,
            Objects = objects,
            Path = path,
            Files = files,
            Commit = commit,
        };
        test = Expectation(map, test, canAct);
        map.RefuseOtherKeys();
        return test;
    }

    private static (string Path, ImmutableSortedDictionary<string, string> Files, TestCommit? Commit) Git(FrontMatterMap map)
    {
        if (map.Map("git") is not { } git)
        {
            return ("", ImmutableSortedDictionary<string, string>.Empty, null);
        }

        var (path, files) = (git.Text("path") ?? "", git.Map("files")?.Blocks() ?? ImmutableSortedDictionary<string, string>.Empty);
        if (!git.Has("files"))
        {
            git.Refuse("files", $"'{git.Name}.files' is missing; write each file by its path");
        }

        var commit = git.Map("commit") is { } history ? Commit(history) : null;
        git.RefuseOtherKeys();
        return (path, files, commit);
    }

    private static TestCommit Commit(FrontMatterMap map)
    {
        var commit = new TestCommit(
            map.Text("message") ?? "Release",
            map.Map("before")?.Blocks() ?? ImmutableSortedDictionary<string, string>.Empty,
            map.Texts("created"),
            map.Map("after")?.Blocks() ?? ImmutableSortedDictionary<string, string>.Empty);
        if (commit.Before.IsEmpty && commit.Created.IsEmpty)
        {
            map.Refuse("before", $"'{map.Name}' changes nothing; give 'before' the files as they were, or 'created' the paths that it made");
        }

        map.RefuseOtherKeys();
        return commit;
    }

    private static RunbookTest Expectation(FrontMatterMap map, RunbookTest test, bool canAct)
    {
        if (map.Map("expect") is not { } expect)
        {
            if (!map.Has("expect"))
            {
                map.Refuse("expect", $"'{map.Name}.expect' is missing; say whether the runbook fits and what it changes");
            }

            return test;
        }

        var causes = expect.Codes<RootCause>("cause");
        var fits = expect.Flag("fits") ?? true;
        var diff = expect.Block("diff") is { } block ? Lines(expect, block) : (ImmutableArray<string>?)null;
        var refused = expect.Text("refused") is { } sentence ? new Glob(sentence) : (Glob?)null;
        expect.RefuseOtherKeys();
        if (causes.Length > 1)
        {
            expect.Refuse("cause", $"'{expect.Name}.cause' names {causes.Length} causes; allowed is one");
        }

        if (!fits && (diff is not null || refused is not null))
        {
            expect.Refuse("fits", "what does not fit changes nothing; leave out 'diff' and 'refused', or say that it fits");
        }
        else if (fits && canAct && diff is null == refused is null)
        {
            expect.Refuse("diff", diff is null
                ? $"'{expect.Name}' does not say what the solution changes; give 'diff' the lines that go and come, or 'refused' what AiSre says instead"
                : $"'{expect.Name}' has both 'diff' and 'refused'; only one of them can be");
        }
        else if (!canAct && (diff is not null || refused is not null))
        {
            expect.Refuse(diff is null ? "refused" : "diff", "a runbook without a solution changes nothing; add the solution, or take this away");
        }

        return test with { Fits = fits, Cause = causes.IsEmpty ? null : causes[0], Diff = diff, Refused = refused };
    }

    private static ImmutableArray<string> Lines(FrontMatterMap expect, string block)
    {
        ImmutableArray<string> lines = [.. block.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        if (lines.Any(line => line[0] is not ('+' or '-')))
        {
            expect.Refuse("diff", "a line begins with neither - nor +; write the lines that go with - and those that come with +, without the ones around them");
        }

        return lines;
    }
}
