using System.Globalization;
using System.Text;

namespace AiSre.Playground.GitHub.Shapes;

/// <summary>Addresses as a GitHub Enterprise Server writes them.</summary>
/// <param name="web">Where a browser finds it, with a slash at the end.</param>
internal sealed class GitHubUrls(Uri web)
{
    public Uri Web { get; } = web;

    public string Api(string path) => $"{Web}api/v3/{path}";

    public string Html(string path) => $"{Web}{path}";

    /// <summary>A moment as GitHub writes it.</summary>
    public static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? moment) => moment is { } known ? Time(known) : null;

    /// <summary>GitHub's opaque id of anything.</summary>
    public static string NodeId(string kind, object id) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"0{kind.Length}:{kind}{id}"));
}
