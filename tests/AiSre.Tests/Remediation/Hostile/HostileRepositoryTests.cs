using AiSre.Clusters.Objects;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Tests.Remediation.Solutions;

namespace AiSre.Tests.Remediation.Hostile;

/// <summary>A repository is written by others: whatever is in it ends in bounded work and one sentence. Bounds are counted, not timed.</summary>
public sealed class HostileRepositoryTests
{
    private const string Folder = "apps/checkout";
    private const string File = $"{Folder}/deployment.yaml";
    private const string Kustomization = $"{Folder}/kustomization.yaml";

    private readonly Planning _planning = new();

    public HostileRepositoryTests() => _planning.Tree[File] = Planning.Deployment("checkout");

    [Theory]
    [InlineData("resources: [../../../../etc/passwd]\n", "names ../../../../etc/passwd, which lies outside the repository")]
    [InlineData("resources: [/etc/passwd]\n", "names /etc/passwd, which lies outside the repository")]
    [InlineData("resources: [deployment.yaml]\ncomponents: [../../..]\n", "names ../../.., which lies outside the repository")]
    [InlineData("resources: [deployment.yaml]\npatches: [{path: ../../../patch.yaml}]\n", "names the patch ../../../patch.yaml, which is no file of the repository")]
    [InlineData("resources: [deployment.yaml]\npatches: [{path: /etc/passwd}]\n", "names the patch /etc/passwd, which is no file of the repository")]
    [InlineData("resources: [link.yaml]\n", "names link.yaml, which is not in the repository at commit 0123456 (symbolic links and submodules are not followed)")]
    public async Task Paths_that_lead_elsewhere_are_refused_and_nothing_there_is_read(string kustomization, string why)
    {
        _planning.Tree["etc/passwd"] = "root\n";
        _planning.Tree[Kustomization] = kustomization;

        Assert.Contains(why, await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("etc/passwd", _planning.Tree.Read);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("/apps/checkout")]
    [InlineData("apps/../../apps/checkout")]
    public async Task An_application_whose_path_leads_elsewhere_is_refused(string path)
    {
        _planning.Source = _planning.Source with { Path = path };

        Assert.Contains("leads out of the repository", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(_planning.Tree.Read);
    }

    [Fact]
    public async Task Patterns_of_files_never_leave_their_folder_and_never_run_away()
    {
        _planning.Tree["secret.yaml"] = "a: 1\n";
        _planning.Source = _planning.Source with { Directory = new DirectorySource { Include = "{../../secret.yaml,deploy*}", Exclude = $"{string.Concat(Enumerable.Repeat("*a", 60))}b" } };

        await _planning.ChangeAsync();

        Assert.DoesNotContain("secret.yaml", _planning.Tree.Read);
    }

    [Fact]
    public async Task A_huge_file_is_refused_by_its_listed_size()
    {
        _planning.Tree[$"{Folder}/big.yaml"] = "a: 1\n";
        _planning.Tree.Sizes[$"{Folder}/big.yaml"] = 100L << 20;

        Assert.Contains($"{Folder}/big.yaml has 102400 KB, and AiSre reads manifests up to 4096 KB", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(_planning.Tree.Read);
    }

    [Fact]
    public async Task Sizes_that_lie_are_counted_by_what_was_read()
    {
        var large = $"# {new string('x', 2 << 20)}\n";
        for (var number = 0; number < 200; number++)
        {
            _planning.Tree[$"{Folder}/{number}.yaml"] = large;
            _planning.Tree.Sizes[$"{Folder}/{number}.yaml"] = 1;
        }

        Assert.Contains("more than 128 MB together", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.InRange(_planning.Tree.Read.Count, 1, (128 / 2) + 8);
    }

    [Fact]
    public async Task Two_hundred_thousand_files_are_not_read()
    {
        for (var number = 0; number < 200_000; number++)
        {
            _planning.Tree[$"{Folder}/{number}.yaml"] = "";
        }

        Assert.Contains($"more than {SourceFiles.MostFiles} manifests", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(_planning.Tree.Read);

        _planning.Tree[Kustomization] = "resources: [deployment.yaml]\n";
        await _planning.ChangeAsync();
        Assert.Equal([File, Kustomization], _planning.Tree.Read.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pointer_of_large_file_storage_is_no_manifest()
    {
        _planning.Tree[File] = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

        Assert.Contains($"{File} is kept in Git LFS, so Git has only a pointer to it at commit 0123456; keep manifests in Git itself.", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resources: [., deployment.yaml]\n", "", "")]
    [InlineData("resources: [../a]\n", "resources: [../b]\n", "resources: [../checkout]\n")]
    [InlineData("resources: [deployment.yaml]\ncomponents: [../a]\n", "kind: Component\ncomponents: [../b]\n", "kind: Component\ncomponents: [../a]\n")]
    public async Task Kustomizations_in_a_circle_are_refused(string own, string a, string b)
    {
        _planning.Tree[Kustomization] = own;
        _planning.Tree["apps/a/kustomization.yaml"] = a;
        _planning.Tree["apps/b/kustomization.yaml"] = b;

        Assert.Contains("leads back to itself", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.InRange(_planning.Tree.Read.Count, 1, 4);
    }

    [Fact]
    public async Task Bases_ten_thousand_deep_are_followed_only_so_far()
    {
        for (var level = 0; level < 10_000; level++)
        {
            _planning.Tree[$"base/{level}/kustomization.yaml"] = $"resources: [../{level + 1}]\n";
        }

        _planning.Tree[Kustomization] = "resources: [../../base/0]\n";

        Assert.Contains("nested more than 32 levels deep", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.InRange(_planning.Tree.Read.Count, 1, 33);
    }

    [Fact]
    public async Task Bases_that_each_use_the_next_twice_do_not_double_without_end()
    {
        for (var level = 0; level < 30; level++)
        {
            _planning.Tree[$"base/{level}/kustomization.yaml"] = $"resources: [../{level + 1}, ../{level + 1}]\n";
        }

        _planning.Tree["base/30/kustomization.yaml"] = "namePrefix: a-\n";
        _planning.Tree[Kustomization] = "resources: [../../base/0]\n";

        Assert.Contains("put together from more than 1000 folders", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.InRange(_planning.Tree.Read.Count, 1, 32);
    }

    [Fact]
    public async Task Patches_of_everything_are_counted()
    {
        _planning.Tree[$"{Folder}/many.yaml"] = string.Concat(Enumerable.Range(0, 4_000).Select(number => $"---\nkind: ConfigMap\nmetadata: {{name: m{number}}}\n"));
        _planning.Tree[Kustomization] = $"resources: [deployment.yaml, many.yaml]\npatches:\n{string.Concat(Enumerable.Repeat("- {target: {kind: Nothing}, patch: 'a: 1'}\n", 4_000))}";

        Assert.Contains("so many patches, images and objects that AiSre would not come to an end", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_manifest_that_is_named_again_and_again_ends()
    {
        _planning.Tree[$"{Folder}/many.yaml"] = string.Concat(Enumerable.Range(0, 4_000).Select(number => $"---\nkind: ConfigMap\nmetadata: {{name: m{number}}}\n"));
        _planning.Tree[Kustomization] = $"resources: [{string.Join(", ", Enumerable.Repeat("many.yaml", 10_000))}]\n";

        Assert.Contains("has more than 50000 objects", await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expression_that_would_backtrack_for_ever_is_linear()
    {
        _planning.Tree[$"{Folder}/name.yaml"] = $"kind: ConfigMap\nmetadata: {{name: {new string('a', 5_000)}}}\n";
        _planning.Tree[Kustomization] = "resources: [deployment.yaml, name.yaml]\npatches:\n- {target: {name: '(a+)+b'}, patch: 'a: 1'}\n- {target: {name: '(?=x)(((a{99}){99}){99})'}, patch: 'a: 1'}\n";

        Assert.Equal(File, (await _planning.ChangeAsync()).Path);
    }

    public static TheoryData<string, string, string> Bombs => new()
    {
        { "aliases", string.Concat(Enumerable.Range(0, 9).Select(level => $"{(char)('a' + level)}: &{(char)('a' + level)} [{string.Join(", ", Enumerable.Repeat(level == 0 ? "x" : $"*{(char)('a' + level - 1)}", 10))}]\n")), "has more than 500000 values, aliases counted as what they stand for" },
        { "merges", string.Concat(Enumerable.Range(0, 12).Select(level => $"{(char)('a' + level)}: &{(char)('a' + level)} {{{(level == 0 ? "x: 1" : $"<<: [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + level - 1)}", 9))}]")}}}\n")), "has more than 500000 values" },
        { "nested lists", new string('[', 100_000), "is nested more than 200 levels deep" },
        { "nested items", string.Concat(Enumerable.Repeat("- ", 100_000)), "is nested more than 200 levels deep" },
        { "nested JSON", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "is nested more than 200 levels deep" },
        { "a long list", $"a: [{string.Join(",", Enumerable.Repeat("1", 600_000))}]\n", "has more than 500000 values" },
        { "a code of zero", "a: \0\n", "has a character of code 0" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_bomb_is_refused_in_a_sentence(string name, string text, string why)
    {
        _planning.Tree[$"{Folder}/bomb.yaml"] = text;

        var sentence = await _planning.RefusalAsync();

        Assert.Contains($"{Folder}/bomb.yaml cannot be edited at commit 0123456 because line ", sentence, StringComparison.Ordinal);
        Assert.Contains(why, sentence, StringComparison.Ordinal);
        Assert.True(sentence.Length < 500, name);
    }

    [Theory]
    [InlineData("an anchor within itself", "a: &a [*a]\nb: &b {c: *b}\n")]
    [InlineData("many documents", "---\n{}\n", 100_000)]
    [InlineData("a long key", "? ", 1, 1_000_000)]
    [InlineData("a long comment", "#", 1, 3_000_000)]
    public async Task What_is_odd_but_bounded_is_no_obstacle(string name, string text, int times = 1, int more = 0)
    {
        _planning.Tree[$"{Folder}/odd.yaml"] = string.Concat(Enumerable.Repeat(text, times)) + new string('x', more) + "\n";

        Assert.True((await _planning.ChangeAsync()).Path == File, name);
    }

    [Fact]
    public async Task Many_values_in_many_files_are_counted_together()
    {
        var list = $"a: [{string.Join(",", Enumerable.Repeat("1", 400_000))}]\n";
        for (var number = 0; number < 40; number++)
        {
            _planning.Tree[$"{Folder}/{number:00}.yaml"] = list;
        }

        Assert.Contains("more than 2000000 values together", await _planning.RefusalAsync(), StringComparison.Ordinal);
        Assert.InRange(_planning.Tree.Read.Count, 1, 16);
    }

    [Theory]
    [InlineData("apps/checkout/a\nb: c.yaml", "apps/checkout/a\\u000Ab: c.yaml")]
    [InlineData("apps/checkout/\u202Elmay.yaml", "apps/checkout/\\u202Elmay.yaml")]
    [InlineData("apps/checkout/\u0007\u001B[31m.yaml", "apps/checkout/\\u0007\\u001B[31m.yaml")]
    public async Task Names_that_hide_something_are_shown_as_they_are(string path, string shown)
    {
        _planning.Tree.Remove(File);
        _planning.Tree[path] = Planning.Deployment("checkout");
        var change = await _planning.ChangeAsync();

        Assert.Equal(path, change.Path);
        var edit = Assert.Single(change.Edits);
        Assert.StartsWith($"{shown}: ", edit, StringComparison.Ordinal);
        Assert.Contains(shown, MarkdownText.Code(edit), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', MarkdownText.Prose($"the file {path}"));
        Assert.DoesNotContain('\n', MarkdownText.Prose($"the file {path}"));

        _planning.Tree[path] = "{";
        Assert.StartsWith(shown, await _planning.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sentence_about_a_name_without_end_ends()
    {
        _planning.Tree[Kustomization] = $"resources: [{new string('x', 900_000)}]\n";

        Assert.InRange(Assert.IsType<SolutionPlan.Refused>(await _planning.PlanAsync()).Sentence.Length, 1, 2001);
    }

    [Theory]
    [InlineData("a\u200Bb", "a\\u200Bb")]
    [InlineData("é 🙂 日本", "é 🙂 日本")]
    [InlineData("a\u2028b\tc", "a\\u2028b\\u0009c")]
    public void What_hides_is_shown_by_its_code(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text));

    [Fact]
    public void A_text_of_several_lines_keeps_them_and_hides_nothing_else() =>
        Assert.Equal("a:\tb\r\nc: \\u202Ed\n", VisibleText.Lines("a:\tb\r\nc: \u202Ed\n"));
}
