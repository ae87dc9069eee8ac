using AiSre.GitHub;
using AiSre.IntegrationTests.Infrastructure;
using CliWrap;
using CliWrap.Buffered;

namespace AiSre.IntegrationTests.GitHub;

/// <summary>What AiSre asks over GraphQL fits GitHub's own schema, as the npm package <c>@octokit/graphql-schema</c> brings it.</summary>
public sealed class GraphQlTests
{
    private const string Check =
        """
        const { buildSchema, parse, validate } = require("graphql");
        const schema = buildSchema(require("fs").readFileSync("node_modules/@octokit/graphql-schema/schema.graphql", "utf8"), { assumeValidSDL: true });
        const errors = validate(schema, parse(require("fs").readFileSync(0, "utf8")));
        console.log(errors.map(error => error.message).join("\n"));
        """;

    [Theory]
    [InlineData(GitHubRepository.PullRequestQuery)]
    [InlineData(GitHubRepository.ReadyMutation)]
    [InlineData(GitHubRepository.EnqueueMutation)]
    public async Task Every_document_fits_the_schema(string document) => Assert.Equal("", await MistakesAsync(document));

    [Fact]
    public async Task The_check_finds_a_document_that_does_not_fit() =>
        Assert.Contains("markPullRequestReady", await MistakesAsync("mutation { markPullRequestReady(input: {}) { x } }"), StringComparison.Ordinal);

    private static async Task<string> MistakesAsync(string document)
    {
        var folder = await NpmPackages.FolderAsync("graphql-schema", "@octokit/graphql-schema@15.26.1", "graphql@16.15.0");
        var result = await CliWrap.Cli.Wrap("node").WithArguments(["-e", Check]).WithWorkingDirectory(folder)
            .WithStandardInputPipe(PipeSource.FromString(document)).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput.Trim();
    }
}
