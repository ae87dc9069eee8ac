using AiSre.GitHub;
using AiSre.Runbooks.Sources;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Runbooks.Sources;

public sealed class RunbookSourceOptionsTests
{
    [Fact]
    public void Folders_of_their_own_are_fine() =>
        Assert.True(Validate(One("https://github.com/acme/runbooks", "platform"), One("https://github.com/acme/runbooks", "platforms"), One("git@github.com:acme/other.git")).Succeeded);

    [Theory]
    [InlineData("runbooks", "", null, "Repositories:0:Repository is 'runbooks', which is not the address of a GitHub repository")]
    [InlineData(null, "", null, "Repositories:0:Repository is ''")]
    [InlineData("https://git.example/acme/runbooks", "", null, "Repositories:0:Repository cannot be read: AiSre has no token for git.example")]
    [InlineData("https://github.com/acme/runbooks", "../secrets", null, "Repositories:0:Path is '../secrets'")]
    [InlineData("https://github.com/acme/runbooks", "a//b", null, "Repositories:0:Path is 'a//b'")]
    [InlineData("https://github.com/acme/runbooks", "", "refs/heads/main", "Repositories:0:Branch is 'refs/heads/main'")]
    public void Every_mistake_names_its_setting(string? repository, string path, string? branch, string words)
    {
        var result = Validate(new RunbookRepositoryOptions { Repository = repository, Path = path, Branch = branch });

        Assert.Contains(words, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_has_bounds() =>
        Assert.Contains("Interval", Validate(new RunbookRepositoryOptions { Repository = "https://github.com/acme/runbooks", Interval = TimeSpan.Zero }).FailureMessage, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://github.com/acme/runbooks", "", "https://github.com/Acme/Runbooks.git", "platform")]
    [InlineData("https://github.com/acme/runbooks", "platform", "git@github.com:acme/runbooks.git", "/platform/deep/")]
    [InlineData("https://github.com/acme/runbooks", "platform", "https://github.com/acme/runbooks", "platform")]
    public void Two_sources_never_have_one_file(string one, string folder, string other, string otherFolder) =>
        Assert.Contains("has the same files as", Validate(One(one, folder), One(other, otherFolder)).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void A_source_is_known_by_its_folder_whatever_its_branch()
    {
        var source = new ConfiguredSource("https://github.com/Acme/Runbooks", "main", "platform", TimeSpan.FromMinutes(1));

        Assert.Equal(("github.com/acme/runbooks/platform", "Acme/Runbooks/platform", "platform/x.md"), (source.Key, source.Name, source.PathFor("x")));
        Assert.Equal(source.Key, (source with { Branch = "release" }).Key);
        Assert.True(source.Has("platform/deep/a.md"));
        Assert.False(source.Has("platforms/a.md"));
    }

    private static RunbookRepositoryOptions One(string repository, string path = "") => new() { Repository = repository, Path = path };

    private static ValidateOptionsResult Validate(params RunbookRepositoryOptions[] all)
    {
        using var repositories = new GitHubRepositories(Options.Create(new GitHubOptions { Token = "t" }), TimeProvider.System);
        var options = new RunbookSourceOptions();
        foreach (var one in all)
        {
            options.Repositories.Add(one);
        }

        return new RunbookSourceOptionsValidator(() => repositories).Validate(null, options);
    }
}
