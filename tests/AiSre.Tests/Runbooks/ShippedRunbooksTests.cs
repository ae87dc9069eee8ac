using AiSre.Remediation.RunbookTests;
using AiSre.Remediation.Solutions;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Tests.Runbooks;

/// <summary>What every runbook that ships with the product keeps to.</summary>
public sealed class ShippedRunbooksTests
{
    private const int Fewest = 28;

    private static readonly RunbookTester Tester = new(new SolutionPlanner(NullLogger<SolutionPlanner>.Instance));

    public static TheoryData<string> Names => [.. ShippedRunbooks.Names];

    [Fact]
    public void There_are_as_many_as_the_documentation_lists_and_it_names_each()
    {
        var listed = File.ReadAllLines(Path.Combine(ShippedRunbooks.Repository(), "docs", "shipped-runbooks.md"))
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .Select(line => line[3..line.IndexOf(']', StringComparison.Ordinal)])
            .ToList();

        Assert.Equal(ShippedRunbooks.Names.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.True(listed.Count >= Fewest, $"There are {listed.Count} runbooks.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_a_runbook_of_its_files_name_with_three_sections_and_two_tests(string name)
    {
        var parsed = ShippedRunbooks.Read(name);

        Assert.Empty(parsed.Errors);
        var runbook = parsed.Runbook!;
        Assert.Equal(name, runbook.Id);
        Assert.Equal("platform", runbook.Owner);
        Assert.All(["Symptom", "Root cause", "Solution"], title => Assert.False(string.IsNullOrWhiteSpace(runbook.Section(title)), $"The section {title} is missing."));
        Assert.Contains(runbook.Tests, test => test.Fits);
        Assert.Contains(runbook.Tests, test => !test.Fits || test.Refused is not null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_asks_a_person_and_says_so_where_it_cannot_act(string name)
    {
        var runbook = ShippedRunbooks.Read(name).Runbook!;

        Assert.All(runbook.Modes.Scopes, scope => Assert.Equal(runbook.CanAct ? RunbookMode.Propose : RunbookMode.Advise, scope.Mode));
        if (runbook.CanAct)
        {
            Assert.Contains("Before approving", runbook.Section("Solution"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_tests_pass_and_no_other_runbook_would_be_chosen(string name)
    {
        var results = await Tester.RunAsync(ShippedRunbooks.Read(name).Runbook!, TestContext.Current.CancellationToken);

        Assert.All(results, result =>
        {
            Assert.True(result.IsPassed, $"{name}:{result.Line}: {result.Sentence}");
            if (result.Subject is { } subject)
            {
                var choice = RunbookMatcher.Choose(ShippedRunbooks.All, subject);
                Assert.True(choice.Chosen?.Runbook.Id == name, $"{name}:{result.Line}: {choice.Reason}");
            }
        });
        Assert.Contains(results, result => result.Subject is not null);
    }
}
