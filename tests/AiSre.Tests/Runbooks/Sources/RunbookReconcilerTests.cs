using AiSre.Runbooks.Sources;

namespace AiSre.Tests.Runbooks.Sources;

/// <summary>What a source's files mean for the runbooks that there are.</summary>
public sealed class RunbookReconcilerTests
{
    private const string Ours = "github.com/acme/runbooks";
    private const string Broken = "---\nid: {0}\ntitle: A\nowner: a\nsymptom: {{cause: Nonsense}}\n---\n";

    [Fact]
    public void A_valid_file_becomes_a_runbook()
    {
        var plan = Plan([File("a.md", Text("a"))], []);

        var taken = Assert.Single(plan.Taken);
        Assert.Equal(("a", "a.md", true), (taken.RunbookId, taken.File.Path, taken.IsNewVersion));
        Assert.Equal((1, 0), (plan.InForce, plan.Skipped));
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void The_same_text_adds_no_version()
    {
        Assert.Empty(Plan([FoundFile.Unchanged("a.md", "blob of a", "a")], [Known("a")]).Taken);
        Assert.False(Assert.Single(Plan([File("a.md", Text("a"))], [Known("a") with { BlobSha = null }]).Taken).IsNewVersion);
    }

    [Fact]
    public void A_broken_file_says_where_and_what_is_allowed_and_the_last_good_version_stays()
    {
        var plan = Plan([File("a.md", Format(Broken, "a")), File("b.md", Text("b"))], [Known("a")]);

        var problem = Assert.Single(plan.Problems);
        Assert.Equal((FileProblemKind.Invalid, "a.md", "a", 5), (problem.Kind, problem.Path, problem.RunbookId, problem.Line));
        Assert.StartsWith("'Nonsense' is not a value of 'symptom.cause'; ", problem.Message, StringComparison.Ordinal);
        Assert.Empty(plan.Retired);
        Assert.Equal(["b"], plan.Taken.Select(one => one.RunbookId));
        Assert.Equal(2, plan.InForce);
    }

    [Fact]
    public void A_file_that_loses_its_front_matter_or_cannot_be_read_leaves_its_runbook_in_force()
    {
        var plan = Plan([File("a.md", "# A\n"), FoundFile.NotRead("b.md", "1", "It is too large.")], [Known("a"), Known("b")]);

        Assert.Equal([("a", FileProblemKind.Invalid), ("b", FileProblemKind.Unreadable)], plan.Problems.Select(problem => (problem.RunbookId!, problem.Kind)));
        Assert.Empty(plan.Retired);
    }

    [Fact]
    public void Markdown_without_front_matter_is_no_runbook()
    {
        var plan = Plan([File("README.md", "# Runbooks\n")], []);

        Assert.Equal((0, 1), (plan.Problems.Length, plan.Skipped));
        Assert.Empty(plan.Taken);
    }

    [Fact]
    public void Of_two_new_files_with_one_id_none_is_taken()
    {
        var plan = Plan([File("a.md", Text("a")), File("b.md", Text("a")), File("c.md", Text("c"))], []);

        Assert.Equal(["c"], plan.Taken.Select(one => one.RunbookId));
        Assert.Equal(["a.md", "b.md"], plan.Problems.Select(problem => problem.Path));
        Assert.All(plan.Problems, problem => Assert.Equal(FileProblemKind.Duplicate, problem.Kind));
        Assert.Contains("b.md", plan.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_never_takes_a_runbook_from_the_file_that_it_comes_from(bool isHomeBroken)
    {
        var plan = Plan([File("a.md", isHomeBroken ? Format(Broken, "a") : Text("a", "New")), File("b.md", Text("a", "Copy"))], [Known("a")]);

        Assert.Equal(isHomeBroken ? [] : ["a.md"], plan.Taken.Select(one => one.File.Path));
        Assert.Contains(plan.Problems, problem => problem is { Kind: FileProblemKind.Duplicate, Path: "b.md", RunbookId: "a" } && problem.Message.Contains("a.md", StringComparison.Ordinal));
        Assert.Empty(plan.Retired);
    }

    [Fact]
    public void A_file_that_moves_takes_its_runbook_along()
    {
        var taken = Assert.Single(Plan([File("new/a.md", Text("a"))], [Known("a")]).Taken);

        Assert.Equal(("new/a.md", false), (taken.File.Path, taken.IsNewVersion));
    }

    [Fact]
    public void An_id_that_changes_in_its_file_is_refused()
    {
        var plan = Plan([File("a.md", Text("b"))], [Known("a")]);

        Assert.Equal((FileProblemKind.IdChanged, "a"), (Assert.Single(plan.Problems).Kind, plan.Problems[0].RunbookId));
        Assert.Equal((0, 0), (plan.Taken.Length, plan.Retired.Length));
    }

    [Fact]
    public void Files_that_swap_their_runbooks_keep_both()
    {
        var plan = Plan([File("a.md", Text("b")), File("b.md", Text("a"))], [Known("a"), Known("b")]);

        Assert.Equal([("a", "b.md"), ("b", "a.md")], plan.Taken.Select(one => (one.RunbookId, one.File.Path)));
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void A_chain_of_changed_ids_that_ends_nowhere_changes_nothing()
    {
        var plan = Plan([File("a.md", Text("c")), File("b.md", Text("a"))], [Known("a"), Known("b")]);

        Assert.Equal((0, 0), (plan.Taken.Length, plan.Retired.Length));
        Assert.Equal(["a", "b"], plan.Problems.Select(problem => problem.RunbookId));
    }

    [Fact]
    public void A_runbook_of_people_here_is_not_overwritten()
    {
        var plan = Plan([File("a.md", Text("a", "Other"))], [Known("a") with { Source = null, Path = null }]);

        Assert.Equal(FileProblemKind.OwnedByPeople, Assert.Single(plan.Problems).Kind);
        Assert.Empty(plan.Taken);
    }

    [Fact]
    public void A_runbook_of_another_source_is_not_overwritten_and_the_source_is_named()
    {
        var plan = Plan([File("a.md", Text("a", "Other"))], [Known("a") with { Source = "other" }]);

        Assert.Equal(FileProblemKind.OwnedByOther, Assert.Single(plan.Problems).Kind);
        Assert.Contains("belongs to <other>", plan.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (plan.Taken.Length, plan.Retired.Length));
    }

    [Fact]
    public void A_runbook_of_a_source_that_is_gone_waits_to_be_handed_over() =>
        Assert.Equal(FileProblemKind.OwnedByGone, Assert.Single(Plan([File("a.md", Text("a", "Other"))], [Known("a") with { Source = "gone" }]).Problems).Kind);

    [Fact]
    public void A_runbook_whose_file_is_gone_is_retired_and_comes_back_with_it()
    {
        Assert.Equal(["a"], Plan([File("b.md", Text("b"))], [Known("a"), Known("b")]).Retired);

        var back = Assert.Single(Plan([File("a.md", Text("a"))], [Known("a") with { IsRetired = true }]).Taken);
        Assert.Equal(("a", false), (back.RunbookId, back.IsNewVersion));
    }

    [Fact]
    public void A_retired_runbook_lets_its_file_become_another()
    {
        Assert.Equal("b", Assert.Single(Plan([File("a.md", Text("b"))], [Known("a") with { IsRetired = true }]).Taken).RunbookId);
    }

    [Fact]
    public void A_file_that_moved_and_broke_at_once_leaves_its_runbook_in_force()
    {
        Assert.Empty(Plan([File("new.md", Format(Broken, "a"))], [Known("a")]).Retired);

        var unknown = Plan([File("new.md", "---\n: [\n---\n")], [Known("a")]);
        Assert.Empty(unknown.Retired);
        Assert.Contains(unknown.Problems, problem => problem is { Kind: FileProblemKind.Held, RunbookId: "a", Path: "new.md" });
    }

    [Fact]
    public void Automatic_everywhere_waits_for_a_person_who_agrees_to_this_very_text()
    {
        var file = File("a.md", Wide("a"));

        var refused = Plan([file], [Known("a")]);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal((FileProblemKind.Everywhere, FoundFile.HashOf(Wide("a"))), (problem.Kind, problem.TextHash));
        Assert.Empty(refused.Taken);

        var confirmed = Plan([file], [Known("a")], ("a", problem.TextHash!));
        Assert.True(Assert.Single(confirmed.Taken).IsNewVersion);
        Assert.Single(Plan([File("a.md", Wide("a") + "More.\n")], [Known("a")], ("a", problem.TextHash!)).Problems);
    }

    [Fact]
    public void An_identical_text_needs_no_second_agreement()
    {
        Assert.Empty(Plan([File("a.md", Wide("a"))], [Known("a") with { Text = Wide("a"), BlobSha = null }]).Problems);
    }

    /// <summary>Random file sets, one after another, each with files broken, moved, copied, renamed or taken away at random.</summary>
    [Fact]
    public void Each_id_has_one_owner_and_none_goes_because_a_file_turned_invalid()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var known = new Dictionary<string, KnownRunbook>(StringComparer.Ordinal) { ["p"] = Known("p") with { Source = null, Path = null }, ["o"] = Known("o") with { Source = "other" } };
            for (var round = 0; round < 12; round++)
            {
                var files = Files(random);
                var before = known.Values.Where(one => one is { Source: Ours, IsRetired: false }).ToList();
                var plan = RunbookReconciler.Plan(Ours, files, known.Values, (_, _) => false, key => key);
                Apply(known, plan);

                // One file is at most one runbook, and one runbook comes from at most one file.
                Assert.Equal(plan.Taken.Length, plan.Taken.Select(one => one.RunbookId).Distinct().Count());
                Assert.Equal(plan.Taken.Length, plan.Taken.Select(one => one.File.Path).Distinct().Count());
                var inForce = known.Values.Where(one => one is { Source: Ours, IsRetired: false }).ToList();
                Assert.True(inForce.Count == inForce.Select(one => one.Path).Distinct().Count(), $"seed {seed}: two runbooks come from one file");
                Assert.Equal((null, "other"), (known["p"].Source, known["o"].Source));
                Assert.Equal(plan.InForce, inForce.Count);

                // What left had no file at its path, and none that says it is it.
                Assert.All(before.Where(one => known[one.Id].IsRetired), gone =>
                    Assert.DoesNotContain(files, file => file.Path == gone.Path || file.Id == gone.Id));

                // The same files again change nothing.
                var again = RunbookReconciler.Plan(Ours, files, known.Values, (_, _) => false, key => key);
                Assert.Equal((0, 0), (again.Taken.Length, again.Retired.Length));

                // Whatever breaks now, moved or not, takes nothing away that had its file.
                var broken = files.Select((file, index) =>
                {
                    var id = inForce.Find(one => one.Path == file.Path)?.Id ?? file.Id;
                    return random.Next(3) > 0 ? file : File(
                        random.Next(2) == 0 ? file.Path : $"moved-{index}.md", id is not null && random.Next(2) == 0 ? Format(Broken, id) : "---\n: [\n---\n");
                }).ToList();
                Assert.All(RunbookReconciler.Plan(Ours, broken, known.Values, (_, _) => false, key => key).Retired, id =>
                    Assert.DoesNotContain(files, file => file.Path == known[id].Path));
            }
        }
    }

    private static List<FoundFile> Files(Random random)
    {
        string[] ids = ["a", "b", "c", "d", "p", "o"];
        return
        [
            .. Enumerable.Range(0, 6).Where(_ => random.Next(4) > 0).Select(number =>
            {
                var id = random.Next(3) > 0 ? ids[number] : ids[random.Next(ids.Length)];
                return File($"{number}.md", random.Next(5) switch
                {
                    0 => Format(Broken, id),
                    1 when random.Next(3) == 0 => "# Prose\n",
                    _ => Text(id, $"Title {random.Next(3)}"),
                });
            }),
        ];
    }

    private static void Apply(Dictionary<string, KnownRunbook> known, SyncPlan plan)
    {
        foreach (var taken in plan.Taken)
        {
            known[taken.RunbookId] = new KnownRunbook(taken.RunbookId, Ours, taken.File.Path, taken.File.BlobSha, taken.File.Text!, IsRetired: false);
        }

        foreach (var id in plan.Retired)
        {
            known[id] = known[id] with { IsRetired = true };
        }
    }

    private static SyncPlan Plan(IReadOnlyList<FoundFile> files, IEnumerable<KnownRunbook> known, params (string, string)[] confirmed) =>
        RunbookReconciler.Plan(Ours, files, known, (id, hash) => confirmed.Contains((id, hash)), key => key == "gone" ? null : $"<{key}>");

    private static KnownRunbook Known(string id) => new(id, Ours, $"{id}.md", $"blob of {id}", Text(id), IsRetired: false);

    private static FoundFile File(string path, string text) => FoundFile.Of(path, FoundFile.HashOf(text), text);

    private static string Text(string id, string title = "A") => $"---\nid: {id}\ntitle: {title}\nowner: platform\nsymptom: {{cause: Unknown}}\n---\n# {title}\n";

    private static string Wide(string id) => $"---\nid: {id}\ntitle: Wide\nowner: a\nsymptom: {{cause: Unknown}}\nmode: automatic\nsolution: [{{roll-back-image: {{}}}}]\n---\n";

    private static string Format(string text, string id) => text.Replace("{0}", id, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
}
