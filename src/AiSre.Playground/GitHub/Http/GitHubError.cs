namespace AiSre.Playground.GitHub.Http;

/// <summary>A refusal in GitHub's own words and shape.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="message">GitHub's message.</param>
/// <param name="errors">Details of a 422.</param>
internal sealed class GitHubError(int status, string message, params object[] errors) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Headers that go with it.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public object Body => errors.Length == 0
        ? new { message = Message, documentation_url = Documentation, status = $"{Status}" }
        : new { message = Message, errors, documentation_url = Documentation, status = $"{Status}" };

    private const string Documentation = "https://docs.github.com/rest";

    public static GitHubError NotFound(string message = "Not Found") => new(404, message);

    public static GitHubError Forbidden() => new(403, "Resource not accessible by personal access token");

    /// <summary>A field that has a value GitHub cannot use.</summary>
    public static GitHubError Invalid(string resource, string field) =>
        new(422, "Validation Failed", new { resource, field, code = "invalid" });

    /// <summary>A field that is not there.</summary>
    public static GitHubError Missing(string resource, string field) =>
        new(422, "Validation Failed", new { resource, field, code = "missing_field" });

    /// <summary>A refusal that GitHub explains in a sentence.</summary>
    public static GitHubError Custom(string resource, string message) =>
        new(422, "Validation Failed", new { resource, code = "custom", message });
}
